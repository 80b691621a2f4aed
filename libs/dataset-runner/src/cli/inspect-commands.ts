import type { ConfigReport } from '../config/describe-config.ts';
import { decideUnicode } from '../console/paint.ts';
import { visibleText } from '../console/visible-text.ts';
import type { DoctorSummary } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import { addOutputOptions, addTargetOptions, targetRequest, type TargetFlags } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

type InspectFlags = TargetFlags & OutputOptions;

/** `doctor`: every finding at once; changes nothing. */
export function addDoctorCommand(verbs: VerbBuilder, platform: NodeJS.Platform): void {
  const command = verbs.verb('doctor', 'check Node, configuration, source and warehouse; changes nothing');
  addOutputOptions(addTargetOptions(command)).addHelpText(
    'after',
    helpTail(verbs.example('doctor', '--target prod')),
  );
  verbs.act(command, async (flags: InspectFlags, _none, commands, context) => {
    const summary = await commands.doctor(targetRequest(flags), context);
    return {
      exitCode: summary.findings.some(({ status }) => status === 'failed') ? 1 : 0,
      data: summary,
      text: doctorText(summary, decideUnicode(context.environment, platform)),
    };
  });
}

/** `config show`: every setting with the place it comes from. */
export function addConfigCommand(verbs: VerbBuilder): void {
  const group = verbs.verb('config', 'look at the configuration');
  const command = group.command('show').description('print every setting with its origin, secrets masked');
  addOutputOptions(addTargetOptions(command)).addHelpText(
    'after',
    helpTail(verbs.example('config show', '--target prod')),
  );
  verbs.act(command, async (flags: InspectFlags, _none, commands, context) => {
    const report = await commands.showConfig(targetRequest(flags), context);
    return {
      exitCode: 0,
      data: report,
      text: configText(report),
      notes: report.warnings,
    };
  });
}

const signs = { ok: ['✔', 'ok  '], failed: ['✘', 'FAIL'], warned: ['!', '!   '] } as const;

function doctorText(summary: DoctorSummary, unicode: boolean): string {
  const width = Math.max(...summary.findings.map(({ name }) => name.length), 10);
  const lines = summary.findings.flatMap(({ name, status, message, fix }) => [
    ` ${signs[status][unicode ? 0 : 1]} ${name.padEnd(width)} ${message}`,
    ...(fix === null ? [] : [`     Fix: ${fix}`]),
  ]);
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

function configText({ file, target, settings }: ConfigReport): string {
  const settingWidth = Math.max(0, ...settings.map(({ setting }) => setting.length));
  const valueWidth = Math.min(48, Math.max(0, ...settings.map(({ value }) => value.length)));
  const lines = [
    `configuration ${file ?? '(no file, defaults only)'}  target ${target}`,
    ...settings.map(
      ({ setting, value, origin }) =>
        `${setting.padEnd(settingWidth)}  ${value.padEnd(valueWidth)}  ${origin}`,
    ),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}
