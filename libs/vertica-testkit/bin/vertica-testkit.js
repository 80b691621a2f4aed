#!/usr/bin/env node
import { existsSync } from 'node:fs';

if (existsSync(new URL('../dist/cli.js', import.meta.url))) {
  const { main } = await import('../dist/cli.js');
  await main();
} else {
  process.stderr.write('vertica-testkit is not built yet; run `npm run build` first.\n');
  process.exitCode = 1;
}
