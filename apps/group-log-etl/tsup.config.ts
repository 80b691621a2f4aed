import { readdirSync } from 'node:fs';
import { defineConfig } from 'tsup';
import { program } from '../../tsup.preset.ts';

const dataSets = readdirSync(new URL('./src/datasets', import.meta.url)).map((name) => [
  `datasets/${name}/index`,
  `src/datasets/${name}/index.ts`,
]);

export default defineConfig(
  program({
    index: 'src/index.ts',
    main: 'src/main.ts',
    ...(Object.fromEntries(dataSets) as Record<string, string>),
  }),
);
