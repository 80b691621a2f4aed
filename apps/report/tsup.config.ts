import { defineConfig } from 'tsup';
import { program } from '../../tsup.preset.ts';

export default defineConfig(program({ index: 'src/index.ts' }));
