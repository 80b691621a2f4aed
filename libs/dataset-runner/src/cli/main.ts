import { version } from '../version.ts';
import { createProgram } from './create-program.ts';

export interface MainOptions {
  /** Name of the bin; default `vaultwright`. */
  readonly name?: string;
  /** Makes a command for one data set: its verbs then take no data set argument. */
  readonly fixedDataSet?: string;
}

/** Runs the command of this process. Invariant: nothing but the command line is loaded before a verb runs. */
export async function main({ name = 'vaultwright', ...options }: MainOptions = {}): Promise<void> {
  const program = createProgram({
    name,
    version,
    ...options,
    commands: async () => (await import('../commands/commands.ts')).commands,
  });
  process.exitCode = await program.run(process.argv.slice(2));
}
