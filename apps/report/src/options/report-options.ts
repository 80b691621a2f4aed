import { VaultwrightError } from '@vaultwright/datavault-core';
import type { ReportOption } from '../report.ts';
import { nearestName } from './nearest-name.ts';

/** Says that a value of an option cannot be taken, and what could. */
export class RefusedValue {
  constructor(readonly allowed: string) {}
}

/** One option: a switch when `placeholder` is null, else a flag with a value. */
export interface OptionSpec<Value> {
  readonly placeholder: string | null;
  readonly description: string;
  readonly fallback: Value;
  read(text: string): Value | RefusedValue;
}

/** Shape: keys are camelCase, flags the same in kebab-case with two dashes. */
export type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;

export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Key in keyof Specs]: Specs[Key] extends OptionSpec<infer Value> ? Value : never;
};

/** An option that is off until named. */
export function switchOption(description: string): OptionSpec<boolean> {
  return { placeholder: null, description, fallback: false, read: () => true };
}

export function valueOption<Value>(
  placeholder: string,
  description: string,
  fallback: Value,
  read: (text: string) => Value | RefusedValue,
): OptionSpec<Value> {
  return { placeholder, description, fallback, read };
}

/** An option whose value is one of a few words. */
export function choiceOption<const Choice extends string>(
  choices: readonly Choice[],
  description: string,
  fallback: NoInfer<Choice>,
): OptionSpec<Choice> {
  return valueOption(choices.join('|'), description, fallback, (text) => {
    const choice = choices.find((candidate) => candidate === text);
    return choice ?? new RefusedValue(choices.join(' or '));
  });
}

const flagOf = (key: string): string => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** The options as help lists them. */
export function describeOptions(specs: OptionSpecs): ReportOption[] {
  return Object.entries(specs).map(([key, spec]) => ({
    flag: spec.placeholder === null ? flagOf(key) : `${flagOf(key)} <${spec.placeholder}>`,
    description: spec.description,
  }));
}

interface Problem {
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
  readonly fix: string;
}

/**
 * Reads the words of a command line; a flag given twice keeps its last value.
 *
 * Errors: `E-USAGE-OPTION`, one error for all problems.
 * Example: `parseOptions(specs, ['--groups', '5', '--as-of=2021-05-28'])`.
 */
export function parseOptions<Specs extends OptionSpecs>(
  specs: Specs,
  words: readonly string[],
): OptionValues<Specs> {
  const keys = new Map(Object.keys(specs).map((key) => [flagOf(key), key]));
  const values: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, spec] of Object.entries(specs)) values[key] = spec.fallback;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const flag = equals < 0 ? word : word.slice(0, equals);
    const key = keys.get(flag);
    const spec = key === undefined ? undefined : specs[key];
    if (key === undefined || spec === undefined) {
      problems.push(unknownFlag(flag, [...keys.keys()]));
    } else if (spec.placeholder === null) {
      values[key] = true;
      if (equals >= 0)
        problems.push({ where: flag, found: word, allowed: 'no value', fix: `write ${flag} alone` });
    } else {
      const text = equals >= 0 ? word.slice(equals + 1) : words[(index += 1)];
      const value = text === undefined ? new RefusedValue(`<${spec.placeholder}>`) : spec.read(text);
      if (value instanceof RefusedValue) {
        const found = text === undefined ? 'no value' : JSON.stringify(text);
        problems.push({ where: flag, found, allowed: value.allowed, fix: `correct the value of ${flag}` });
      } else values[key] = value;
    }
  }
  refuse(problems);
  return values as OptionValues<Specs>;
}

function unknownFlag(flag: string, known: readonly string[]): Problem {
  const nearest = nearestName(flag, known);
  const fix = nearest === null ? 'drop it; see --help' : `did you mean ${nearest}?`;
  return { where: flag, found: 'an unknown option', allowed: known.join(', '), fix };
}

function refuse(problems: readonly Problem[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  throw new VaultwrightError({
    code: 'E-USAGE-OPTION',
    family: 'usage',
    title:
      others.length === 0
        ? 'an option of the report cannot be used'
        : `${problems.length} options cannot be used`,
    ...first,
    details: others.map(
      ({ where, found, allowed, fix }) => `${where}: found ${found}; allowed ${allowed}; ${fix}`,
    ),
  });
}
