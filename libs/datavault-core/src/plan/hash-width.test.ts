import { describe, expect, it } from 'vitest';
import { ansiDialect } from '../../test/ansi-dialect.ts';
import { defineHub, defineSatellite, defineSource, defineVault, int, text } from '../index.ts';
import { planLoad } from './plan-load.ts';

const narrow = { ...ansiDialect, longestText: 1000 };

function vaultOf(length: number) {
  const people = defineSource('people', {
    columns: { id: int(), name: text(length), town: text(length) },
  });
  const hub = defineHub('h_person', { from: people, businessKey: { person_id: 'id' } });
  const satellite = defineSatellite('s_person', { of: hub, from: people, payload: ['name', 'town'] });
  return defineVault('people', { entities: [hub, satellite] });
}

const warningsOf = (length: number) => planLoad(vaultOf(length), { dialect: narrow }).warnings;

describe('the text that is hashed', () => {
  it('is no matter where it fits, or where nothing limits it', () => {
    expect(warningsOf(50)).toEqual([]);
    expect(planLoad(vaultOf(5000), { dialect: ansiDialect }).warnings).toEqual([]);
  });

  it('is a warning where characters of several octets may make it too long', () => {
    expect(warningsOf(200)).toEqual([
      expect.stringMatching(
        /^s_person_hash_diff of source people: .* up to \d+ characters, and ansi holds 1000 octets/,
      ),
    ]);
  });

  it('is refused where it could never fit', () => {
    expect(() => warningsOf(600)).toThrow(/E-META-HASH-WIDTH.*s_person_hash_diff of source people/);
  });

  it('counts the delimiters between columns', () => {
    const characters = (length: number) =>
      Number(/up to (\d+) characters/.exec(warningsOf(length)[0] ?? '')?.[1]);
    expect(characters(200)).toBeGreaterThan(2 * 200);
    expect(characters(300) - characters(200)).toBe(2 * 100);
  });
});
