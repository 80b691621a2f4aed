import { describe, expect, it } from 'vitest';
import { VaultwrightError } from '../../errors.ts';
import { parseVault, type VaultDefinition } from '../../vault/define-vault.ts';

const text = { type: { kind: 'text', length: 9 } } as const;
const source = {
  name: 'customers',
  columns: { id: text, op: text, late: { ...text, nullable: true }, size: { type: { kind: 'int' } } },
} as const;
const hub = { kind: 'hub', name: 'h', from: 'customers', businessKey: { customer_id: 'id' } } as const;

type Given = Partial<Extract<VaultDefinition['entities'][number], { kind: 'statusTrackingSatellite' }>>;

function vaultOf(given: Given) {
  const satellite = { name: 's', of: 'h', from: 'customers', feed: 'snapshot', ...given };
  return parseVault({
    name: 'customers',
    sources: [source],
    entities: [hub, { kind: 'statusTrackingSatellite', ...satellite }],
  });
}

/** The mistakes that the options make. */
function mistakes(given: Given): readonly string[] {
  try {
    vaultOf(given);
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-META-INVALID') return error.details;
    throw error;
  }
  return [];
}

describe('the metadata of a status tracking satellite', () => {
  it('stores a hash diff only where attributes are compared', () => {
    expect(vaultOf({}).entities[1]).toMatchObject({ hashDiff: null, payload: [] });
    expect(vaultOf({ payload: { size: 'size' } }).entities[1]).toMatchObject({ hashDiff: 'hash_diff' });
  });

  it('tells bridges how a link ends', () => {
    const rule = { kind: 'status', column: 'state', deleted: 'D' };
    expect(vaultOf({ statusColumn: 'state' }).entities[1]).toMatchObject({ linkActivity: { rule } });
  });

  it.each<[Given, RegExp]>([
    [{ feed: 'cdc' }, /'cdc' needs `status`/],
    [{ feed: 'cdc', status: 'size' }, /is int, but a text is needed/],
    [{ feed: 'cdc', status: 'late' }, /may be empty/],
    [{ feed: 'cdc', status: 'op', allowEmpty: true }, /are about lists of keys/],
    [{ feed: 'cdc', status: 'op', payload: { size: 'size' } }, /are about lists of keys/],
    [{ status: 'op' }, /`status` needs feed: 'cdc'/],
    [{ orphans: 'hold' }, /none can be held/],
    [{ hashDiff: 'diff' }, /a hash diff needs a payload/],
    [{ statusColumn: 'hk_customer_id' }, /column hk_customer_id appears twice/],
    [{ statusColumn: 'vw_outcome' }, /column vw_outcome has a name that loading uses itself/],
    [{ of: 'nothing' }, /belongs to a hub or a link/],
  ])('refuses %j', (given, mistake) => {
    const found = mistakes(given);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(mistake);
  });
});
