#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli.js', import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write(
    'sample-data is not built: dist/cli.js is missing; run `npx nx build @vaultwright/sample-data` first\n',
  );
  process.exitCode = 1;
}
