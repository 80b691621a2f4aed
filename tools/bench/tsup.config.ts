import { defineConfig } from 'tsup';
import { program } from '../../tsup.preset.ts';

export default defineConfig(program({ cli: 'src/cli.ts', job: 'src/job.ts' }));
