import { VaultwrightError } from '@vaultwright/datavault-core';

/** One thing wrong in a configuration. Invariant: `message` quotes keys, never values. */
export interface ConfigProblem {
  readonly kind: 'key' | 'value' | 'secret';
  /** Setting or variable. */
  readonly setting: string;
  readonly message: string;
  /** Where it is written. */
  readonly place: string;
}

const codes = {
  secret: ['E-CONFIG-SECRET', 'a secret is written in the configuration'],
  key: ['E-CONFIG-KEY', 'unknown setting'],
  value: ['E-CONFIG-VALUE', 'a setting is wrong'],
} as const;

/** One error for all problems; its code is that of the gravest. */
export function configError(problems: readonly ConfigProblem[]): VaultwrightError {
  const kind =
    (['secret', 'key', 'value'] as const).find((one) => problems.some((problem) => problem.kind === one)) ??
    'value';
  const [code, title] = codes[kind];
  const width = Math.max(...problems.map((problem) => problem.setting.length));
  return new VaultwrightError({
    code,
    family: 'configuration',
    title: problems.length === 1 ? title : `${problems.length} settings are wrong`,
    where: [...new Set(problems.map((problem) => problem.place))].join(', '),
    found: problems.map((problem) => problem.setting).join(', '),
    allowed:
      kind === 'secret'
        ? 'the name of an environment variable, in a setting that ends in Env'
        : 'the documented settings',
    fix:
      kind === 'secret'
        ? "move each value to the environment or .env and write its variable's name, for example passwordEnv"
        : 'correct the settings; `vaultwright config show` lists all of them with their origin',
    details: problems.map(
      ({ setting, message, place }) => `${setting.padEnd(width)}  ${message}  (${place})`,
    ),
  });
}
