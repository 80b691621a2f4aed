import { visibleText } from '../console/visible-text.ts';
import type { VerifySummary } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import { addOutputOptions, addTargetOptions, targetRequest, type TargetFlags } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface VerifyFlags extends TargetFlags, OutputOptions {
  readonly only?: readonly string[];
  readonly explain?: true;
  readonly out?: string;
}

/** `verify`: holds what an adapter believes of its engine against a server; a claim that does not hold is exit code 1. */
export function addVerifyCommand(verbs: VerbBuilder): void {
  const command = verbs.verb(
    'verify',
    'try what an adapter believes of its engine on the target, in a schema that is dropped again',
  );
  addOutputOptions(addTargetOptions(command))
    .option('--only <claim...>', 'these claims only')
    .option('--explain', 'ask for the plan of every statement too: all data sets, every kind; writes no row')
    .option('--out <file>', 'write the report, which names no host, user or data, as JSON')
    .addHelpText('after', helpTail(verbs.example('verify', '--target prod --explain --out verify.json')));
  verbs.act(command, async (flags: VerifyFlags, _none, commands, context) => {
    const { only = [], explain = false, out = null } = flags;
    const summary = await commands.verify({ ...targetRequest(flags), only, explain, out }, context);
    const { refuted, error } = summary.summary;
    return {
      exitCode: refuted + error > 0 ? 1 : 0,
      data: summary,
      text: verifyText(summary),
      notes: [
        ...(summary.server.emulator
          ? ['this is a test server: the report says nothing about the engine itself']
          : []),
        ...(explain ? ['the report names tables of your data sets in the statements it explains'] : []),
      ],
    };
  });
}

function verifyText({ server, driver, tls, results, summary }: VerifySummary): string {
  // Ids of explained statements may be long; a few of them shall not push all texts aside.
  const width = Math.min(60, Math.max(0, ...results.map(({ id }) => id.length)));
  const lines = [
    `server ${server.version}  driver ${driver}  TLS ${tls}`,
    ...results.map(
      (result) => `${result.status.padEnd(9)}  ${result.id.padEnd(width)}  ${findingOf(result)}`,
    ),
    Object.entries(summary)
      .map(([status, count]) => `${count} ${status}`)
      .join(', '),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

function findingOf({
  status,
  claim,
  expected,
  observed,
  sqlState,
}: VerifySummary['results'][number]): string {
  if (status === 'confirmed') return claim;
  const state = sqlState === null ? '' : `${sqlState} `;
  return status === 'refuted' ? `expected ${expected}, observed ${state}${observed}` : `${state}${observed}`;
}
