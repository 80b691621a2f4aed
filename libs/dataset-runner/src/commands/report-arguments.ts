import { VaultwrightError } from '@vaultwright/datavault-core';

/** Arguments of `report` that belong to the runner; the rest is the report's own. */
export interface ReportArguments {
  readonly formats: readonly string[];
  /** A file, or a folder when there are several formats or no file ending. */
  readonly out: string | null;
  readonly model: string | null;
  readonly dataSet: string | null;
  readonly rest: readonly string[];
}

const own = ['--format', '--out', '--model', '--data-set'] as const;
const formatOfEnding: Readonly<Record<string, string>> = {
  csv: 'csv',
  json: 'json',
  md: 'md',
  html: 'html',
  txt: 'terminal',
};

/** Splits `--format html,csv --out reports --groups 5` into what the runner and the report take. Errors: `E-USAGE-OPTION`. */
export function reportArguments(given: readonly string[]): ReportArguments {
  const values = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const word = given[index] as string;
    const [name = '', attached] = word.split(/=(.*)/s);
    if (!own.some((option) => option === name)) {
      rest.push(word);
      continue;
    }
    const value = attached ?? given[(index += 1)];
    if (value === undefined) throw missingValue(name);
    values.set(name, value);
  }
  const out = values.get('--out') ?? null;
  const ending = out === null ? undefined : formatOfEnding[out.slice(out.lastIndexOf('.') + 1)];
  const formats = values.get('--format')?.split(',') ?? [ending ?? (out === null ? 'terminal' : 'html')];
  return {
    formats,
    out,
    model: values.get('--model') ?? null,
    dataSet: values.get('--data-set') ?? null,
    rest,
  };
}

function missingValue(option: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-USAGE-OPTION',
    family: 'usage',
    title: `option ${option} needs a value`,
    where: 'command line',
    found: 'nothing after it',
    allowed: '--format terminal|csv|json|md|html, --out <file or folder>, --model <name>, --data-set <name>',
    fix: `give ${option} a value`,
  });
}
