import { describe, expect, it } from 'vitest';
import { VaultwrightError } from '../../errors.ts';
import { float, text } from '../../metadata/column.ts';
import { defineSource } from '../../metadata/source.ts';
import { parseVault, type VaultDefinition } from '../../vault/define-vault.ts';
import { defineHub } from '../insert-once/hub.ts';

const phones = defineSource('phones', {
  columns: { person: text(9), kind: text(9).nullable(), number: text(9), weight: float() },
});
const hub = defineHub('h', { from: phones, businessKey: { person_id: 'person' } });
type Options = Partial<Extract<VaultDefinition['entities'][number], { kind: 'multiActiveSatellite' }>>;

function vaultOf(options: Options) {
  const satellite = { of: 'h', from: 'phones', childKey: { kind: 'kind' }, payload: { number: 'number' } };
  return parseVault({
    name: 'phones',
    sources: [phones.contract],
    entities: [hub.definition, { kind: 'multiActiveSatellite', name: 's', ...satellite, ...options }],
  });
}

/** The mistakes that the options make. */
function mistakes(options: Options): readonly string[] {
  try {
    vaultOf(options);
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-META-INVALID') return error.details;
    throw error;
  }
  return [];
}

describe('the metadata of a multi-active satellite', () => {
  it('stores a child key that may be NULL only where NULL is a value', () => {
    const [, strict] = vaultOf({}).entities;
    expect(strict).toMatchObject({ childKey: [{ name: 'kind', nullable: false }], membership: 'snapshot' });
    const [, lenient] = vaultOf({ childNull: 'value', childKey: { sort: 'kind' } }).entities;
    expect(lenient).toMatchObject({ childKey: [{ name: 'sort', nullable: true }] });
  });

  it.each<[Options, RegExp]>([
    [{ childKey: {} }, /needs a child key/],
    [{ childKey: { weight: 'weight' } }, /float cannot be compared exactly/],
    [{ childKey: { number: 'kind' } }, /column number appears twice/],
    [{ childKey: { vw_outcome: 'kind' } }, /column vw_outcome has a name that loading uses itself/],
    [{ childKey: { Tied: 'kind' } }, /column Tied has a name that loading uses itself/],
    [{ membership: 'delta', childNull: 'value' }, /'delta' needs childNull: 'nullKey'/],
    [{ membership: 'delta', firstLoad: 'asIs' }, /'asIs' is about groups/],
  ])('refuses %j', (options, mistake) => {
    const found = mistakes(options);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(mistake);
  });
});
