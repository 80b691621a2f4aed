import { parseArgs } from 'node:util';
import { SampleDataError } from './sample-data-error.ts';
import { generateSocial } from './social/generate-social.ts';
import { MANIFEST_FILE } from './social/social-manifest.ts';
import { SOCIAL_PRESETS } from './social/social-preset.ts';
import { defectSet, FILE_DEFECTS, ROW_DEFECTS } from './social/social-defects.ts';
import { SOCIAL_DAYS } from './social/social-recipe.ts';
import type { GenerateSocialOptions } from './social/generate-social.ts';
import type { DefectChoice, SocialDefect } from './social/social-defects.ts';

/** Where a program's lines go. */
export interface CommandOutput {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

export const USAGE = `Usage: sample-data social --preset <${SOCIAL_PRESETS.join('|')}> --out <folder>
  --seed <n>        0 .. 2^53 - 1 (default 1)
  --day <${SOCIAL_DAYS.join('|')}>     first delivery, or a later one with news and changes (default 1)
  --defects <list>  none, rows, files, or kinds by name, separated by commas (default: rows in S, else none)
  --no-quotes       write dialogs.csv without quoting
  --tie             same registration instant at age ranks 10 and 11
  --float-vintage   print ages and nullable integers as 22.0`;

/**
 * The program, apart from the process.
 *
 * Shape: the exit code; 0 = done, 1 = the call must be corrected or the folder cannot be written, 2 = a defect of ours.
 */
export async function runCommand(args: readonly string[], output: CommandOutput): Promise<0 | 1 | 2> {
  try {
    const options = readArguments(args);
    if (options === 'help') {
      output.out(USAGE);
      return 0;
    }
    const { status, manifest } = await generateSocial(options);
    for (const { name, rows, bytes, sha256 } of manifest.files) {
      output.out(`${name} rows=${rows} bytes=${bytes} sha256=${sha256}`);
    }
    output.out(`${MANIFEST_FILE} ${status}`);
    return 0;
  } catch (error) {
    output.error(error instanceof Error ? error.message : String(error));
    return error instanceof SampleDataError && error.family === 'internal' ? 2 : 1;
  }
}

const usageError = (found: string, allowed: string, fix: string): SampleDataError =>
  new SampleDataError({
    code: 'E-SAMPLE-USAGE',
    family: 'usage',
    title: 'the command line is not understood',
    where: 'sample-data',
    found,
    allowed,
    fix,
  });

function readArguments(args: readonly string[]): GenerateSocialOptions | 'help' {
  const { values, positionals } = parsed(args);
  if (values.help === true) return 'help';
  if (positionals.length !== 1 || positionals[0] !== 'social') {
    throw usageError(positionals.join(' ') || 'no data set', 'social', 'start with: sample-data social');
  }
  const preset = oneOf('--preset', values.preset, SOCIAL_PRESETS);
  if (values.out === undefined) throw usageError('no --out', 'a folder', 'add --out <folder>');
  return {
    preset,
    folder: values.out,
    ...(values.seed === undefined ? {} : { seed: wholeNumber('--seed', values.seed) }),
    ...(values.day === undefined
      ? {}
      : { day: oneOf('--day', wholeNumber('--day', values.day), SOCIAL_DAYS) }),
    ...(values.defects === undefined ? {} : { defects: defectChoice(values.defects) }),
    quotes: values['no-quotes'] !== true,
    tie: values.tie === true,
    floatVintage: values['float-vintage'] === true,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: {
        preset: { type: 'string' },
        out: { type: 'string' },
        seed: { type: 'string' },
        day: { type: 'string' },
        defects: { type: 'string' },
        'no-quotes': { type: 'boolean' },
        tie: { type: 'boolean' },
        'float-vintage': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw usageError(
      cause instanceof Error ? cause.message : String(cause),
      'the options of --help',
      'see --help',
    );
  }
}

function oneOf<Value extends string | number>(
  option: string,
  found: string | number | undefined,
  allowed: readonly Value[],
): Value {
  const value = allowed.find((candidate) => candidate === found);
  if (value !== undefined) return value;
  throw usageError(`${option} ${found ?? 'missing'}`, allowed.join(', '), `give ${option} one of these`);
}

function wholeNumber(option: string, text: string): number {
  if (/^(?:0|[1-9][0-9]*)$/.test(text)) return Number(text);
  throw usageError(`${option} ${text}`, 'a whole number', `give ${option} decimal digits`);
}

/** The level names may be mixed with kinds: `rows,bom`. */
function defectChoice(text: string): DefectChoice {
  if (text === 'none' || text === 'rows' || text === 'files') return text;
  return text.split(',').flatMap((name) => levelKinds(name));
}

function levelKinds(name: string): readonly SocialDefect[] {
  if (name === 'rows') return ROW_DEFECTS;
  if (name === 'files') return FILE_DEFECTS;
  return [...defectSet([name as SocialDefect])];
}
