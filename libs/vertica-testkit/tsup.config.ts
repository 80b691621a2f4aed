import { defineConfig } from 'tsup';
import { library } from '../../tsup.preset.ts';

export default defineConfig(library({ index: 'src/index.ts', lint: 'src/lint.ts', cli: 'src/cli/main.ts' }));
