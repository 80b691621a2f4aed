import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintRules } from '../lint-rule.ts';
import { engineMessages, messageSources } from './engine-messages.ts';

const workspace = new URL('../../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, workspace), 'utf8');
const assumed = new Set(
  [...read('libs/vertica-adapter/src/assumptions.ts').matchAll(/claim\(\s*'([a-z0-9-]+)'/g)].map(
    ([, id]) => id,
  ),
);
const page = read('docs/reference/vertica-compatibility.md');
const named = new Set(engineMessages.flatMap(({ rules }) => rules ?? []));
const doubts = [...new Set(engineMessages.flatMap(({ doubt }) => doubt ?? []))];

describe('messages of the engine', () => {
  it('have an outcome each', () => {
    const open = engineMessages.filter(
      ({ rules, cannotOccur, doubt, unclear }) =>
        rules === undefined && cannotOccur === undefined && doubt === undefined && unclear === undefined,
    );
    expect(open).toEqual([]);
  });

  it('have a number once', () => {
    const numbers = engineMessages.flatMap(({ number }) => number ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBeGreaterThan(40);
  });

  it('come from sources that are all used', () => {
    const used = new Set(engineMessages.map(({ source }) => source));
    expect([...used].toSorted()).toEqual(Object.keys(messageSources).toSorted());
  });

  it('name every rule of the engine and rules that exist', () => {
    const ofEngine = Object.entries(lintRules).flatMap(([rule, { kind }]) =>
      kind === 'engine' ? [rule] : [],
    );
    expect(ofEngine.filter((rule) => !named.has(rule as keyof typeof lintRules))).toEqual([]);
    expect([...named].filter((rule) => !Object.hasOwn(lintRules, rule))).toEqual([]);
  });

  it('name assumptions of the adapter that exist', () => {
    expect(assumed.size).toBeGreaterThan(30);
    expect(doubts.filter((id) => !assumed.has(id))).toEqual([]);
  });

  it('have their doubts on the page about compatibility', () => {
    expect(doubts.filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
  });
});
