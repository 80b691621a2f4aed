import { version } from '../version.ts';
import { createProgram } from './create-program.ts';

/** Runs the `vaultwright` command of this process. Invariant: nothing but the command line is loaded before a verb runs. */
export async function main(): Promise<void> {
  const program = createProgram({
    name: 'vaultwright',
    version,
    commands: async () => (await import('../commands/commands.ts')).commands,
  });
  process.exitCode = await program.run(process.argv.slice(2));
}
