import type { CommanderError } from 'commander';
import type { ErrorReport } from '../console/error-report.ts';

const codes: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'E-USAGE-OPTION',
  'commander.optionMissingArgument': 'E-USAGE-OPTION',
  'commander.missingMandatoryOptionValue': 'E-USAGE-OPTION',
  'commander.conflictingOption': 'E-USAGE-OPTION',
  'commander.unknownCommand': 'E-USAGE-COMMAND',
  'commander.missingArgument': 'E-USAGE-ARGUMENT',
  'commander.excessArguments': 'E-USAGE-ARGUMENT',
  'commander.invalidArgument': 'E-USAGE-VALUE',
};

/** A wrong command line in our own words. Shape: `helpCommand` is what the person can type to see what is allowed. */
export function usageError(error: CommanderError, helpCommand: string): ErrorReport {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n');
  return usageReport(codes[error.code] ?? 'E-USAGE-OPTION', first, helpCommand, rest);
}

export function usageReport(
  code: string,
  title: string,
  fix: string,
  details: readonly string[] = [],
): ErrorReport {
  return {
    code,
    title,
    where: '',
    found: title,
    allowed: 'see the help of the command',
    fix,
    details,
    retryable: false,
    cause: null,
    exitCode: 1,
  };
}

/** Raised while a command runs, for what its flags say together. */
export class UsageProblem extends Error {
  override readonly name = 'UsageProblem';
  readonly report: ErrorReport;

  constructor(report: ErrorReport) {
    super(report.title);
    this.report = report;
  }
}
