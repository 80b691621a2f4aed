import { describe, expect, it } from 'vitest';
import { VaultwrightError } from '../../errors.ts';
import { parseVault } from '../../vault/define-vault.ts';

const text = { type: { kind: 'text', length: 9 } } as const;
const source = (name: string, columns: Record<string, object>) => ({ name, columns });
const sources = [
  source('codes', { code: text, part: text, title: text, weight: { type: { kind: 'float' } } }),
  source('names', { code: { type: { kind: 'int' } }, label: text, part: text }),
];
const hub = { kind: 'referenceHub', name: 'rh', from: 'codes', naturalKey: { code: 'code', part: 'part' } };
const satellite = {
  kind: 'referenceSatellite',
  name: 'rs',
  of: 'rh',
  from: 'codes',
  payload: { title: 'title' },
};

function mistakes(...entities: object[]): readonly string[] {
  try {
    parseVault({ name: 'v', sources, entities });
    return [];
  } catch (error) {
    if (error instanceof VaultwrightError) return error.details ?? [];
    throw error;
  }
}

describe('metadata of reference data', () => {
  it('takes satellites before their hub, and puts the key in the order of the hub', () => {
    const names = { ...satellite, naturalKey: { part: 'part', code: 'code' } };
    const { entities } = parseVault({ name: 'v', sources, entities: [names, hub] });
    expect(entities.map(({ name }) => name)).toEqual(['rh', 'rs']);
    expect(entities[1]).toMatchObject({ hashKey: 'code', naturalKey: [{ name: 'code' }, { name: 'part' }] });
  });

  it.each([
    ['a satellite of something else', [satellite, { ...hub, name: 'other' }], 'describes a reference hub'],
    [
      'a source that does not feed the hub',
      [hub, { ...satellite, from: 'names', payload: { label: 'label' } }],
      'say in naturalKey which of its columns fill code, part',
    ],
    [
      'a key that is not that of the hub',
      [hub, { ...satellite, naturalKey: { code: 'code' } }],
      'rh is keyed by code, part',
    ],
    [
      'a key of another type',
      [
        hub,
        {
          ...satellite,
          from: 'names',
          payload: { label: 'label' },
          naturalKey: { code: 'code', part: 'part' },
        },
      ],
      'names.code is int, but rh has text',
    ],
    [
      'a float as a version',
      [hub, { ...satellite, payload: { weight: 'weight' } }],
      'cannot be compared exactly',
    ],
    ['no key', [{ ...hub, naturalKey: {} }], 'at least one natural key column'],
    [
      'a source twice',
      [{ ...hub, furtherSources: [{ from: 'codes', naturalKey: hub.naturalKey }] }],
      'feeds it twice',
    ],
    [
      'a snapshot without instants',
      [hub, satellite, { kind: 'snapshotView', name: 'at', of: 'rs', at: 'rh' }],
      'needs an as-of table',
    ],
  ])('refuses %s', (_title, entities, sentence) => {
    expect(mistakes(...entities)).toContainEqual(expect.stringContaining(sentence));
  });
});
