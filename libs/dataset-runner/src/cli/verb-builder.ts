import type { Command } from 'commander';
import type { CommandContext, Commands } from './commands.ts';
import type { Outcome, OutputOptions } from './perform.ts';

/** What a file of verbs needs to add one: the data set is an argument, or fixed for the whole program. */
export interface VerbBuilder {
  /** A verb without a data set. */
  verb(name: string, description: string): Command;
  /** A verb whose argument is a data set, unless the program has a fixed one. */
  dataSetVerb(name: string, description: string): Command;
  /** Sets what a verb does. Shape: `subject` is the data set, or the verb's own argument, else empty. */
  act<Flags extends OutputOptions>(
    command: Command,
    work: (flags: Flags, subject: string, commands: Commands, context: CommandContext) => Promise<Outcome>,
  ): void;
  /** A command line of this program for the help. */
  example(verb: string, rest: string): string;
}
