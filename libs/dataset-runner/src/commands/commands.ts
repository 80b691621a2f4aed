import type { Commands } from '../cli/commands.ts';
import { applyCommand } from './apply-command.ts';
import { cleanCommand } from './clean-command.ts';
import { explainCommand } from './explain-command.ts';
import { fileCommands } from './file-commands.ts';
import { inspectCommands } from './inspect-commands.ts';
import { loadCommands } from './load-commands.ts';
import { planCommand } from './plan-command.ts';
import { reportCommand } from './report-command.ts';
import { runsCommands } from './runs-command.ts';
import { verifyCommand } from './verify-command.ts';

/** The library functions behind the command line. */
export const commands: Commands = {
  ...loadCommands,
  ...planCommand,
  ...inspectCommands,
  ...fileCommands,
  ...reportCommand,
  ...applyCommand,
  ...cleanCommand,
  ...runsCommands,
  ...verifyCommand,
  ...explainCommand,
};
