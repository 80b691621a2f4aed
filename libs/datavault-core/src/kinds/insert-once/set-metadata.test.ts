import { describe, expect, it } from 'vitest';
import { VaultwrightError } from '../../errors.ts';
import { decimal, int, prehashed, text } from '../../metadata/column.ts';
import { defineSource } from '../../metadata/source.ts';
import { defineVault, type DefinedEntity } from '../../vault/define-vault.ts';
import { fedBy } from '../../metadata/fed-by.ts';
import { defineHub, type HubModel } from './hub.ts';
import { defineLink } from './link.ts';
import { defineNonHistorizedLink } from './non-historized-link.ts';

const a = defineSource('a', {
  columns: { id: text(9), other: text(9), amount: decimal(9, 2), outcome: int() },
});
const b = defineSource('b', { columns: { no: text(30).nullable(), sum: decimal(12, 1), count: int() } });
const hashed = defineSource('hashed', { columns: { key: prehashed(32, 'hexLower') } });
const hub = defineHub('h', { from: a, businessKey: { key: 'id' } });

function problems(...entities: DefinedEntity[]): readonly string[] {
  try {
    defineVault('v', { entities });
    return [];
  } catch (error) {
    if (error instanceof VaultwrightError) return error.details;
    throw error;
  }
}

describe('metadata of hubs, links and events', () => {
  it('stores columns of several sources as wide as the widest', () => {
    const vault = defineVault('v', {
      entities: [
        defineHub('h', {
          from: a,
          businessKey: { key: 'id' },
          extra: { amount: 'amount' },
          furtherSources: [fedBy(b, { businessKey: { key: 'no' }, extra: { amount: 'sum' } })],
        }),
      ],
    });
    const [model] = vault.entities as readonly HubModel[];
    expect(vault.sources.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(model?.businessKey).toEqual([{ name: 'key', type: { kind: 'text', length: 30 }, nullable: true }]);
    expect(model?.extra).toMatchObject([{ type: { kind: 'decimal', precision: 13, scale: 2 } }]);
  });

  it('refuses sources whose types do not fit, that leave a column out, name a strange one or come twice', () => {
    const fed = (businessKey: Record<string, 'no' | 'count'>, extra = {}) =>
      problems(
        defineHub('h', {
          from: a,
          businessKey: { key: 'id' },
          furtherSources: [{ source: b, businessKey: businessKey as { key: string }, extra }],
        }),
      );
    expect(fed({ key: 'no' })).toEqual([]);
    expect(fed({ key: 'count' })).toEqual(['h.key: b.count is int, but a.id is text(9)']);
    expect(fed({})).toEqual(['h.key: source b does not say which of its columns fills it']);
    expect(fed({ key: 'no' }, { more: 'no' }).join()).toContain('fills column more, which does not exist');
    const twice = defineHub('h', {
      from: a,
      businessKey: { key: 'id' },
      furtherSources: [fedBy(a, { businessKey: { key: 'other' } })],
    });
    expect(problems(twice)).toEqual([
      "h: source a feeds it twice, but a source feeds a hub by one set of columns; a link that names the others gives the hub their keys with orphans: 'infer'",
    ]);
    const connects = { hk_one: [hub, 'id'], hk_two: [hub, 'other'] } as const;
    expect(problems(hub, defineLink('l', { from: a, connects, orphans: 'infer' }))).toEqual([]);
  });

  it('refuses an optional participant whose hub has no row for the unknown key', () => {
    const link = defineLink('l', {
      from: a,
      connects: { hk_one: [hub, 'id'], hk_two: [hub, 'other', { optional: true }] },
    });
    expect(problems(hub, link).join()).toContain("zeroKeyRows: ['unknown']");
    expect(
      problems(defineHub('h', { from: a, businessKey: { key: 'id' }, onNullKey: 'unknown' }), link),
    ).toEqual([]);
  });

  it('refuses symmetry of anything but two keys of one hub', () => {
    const other = defineHub('h2', { from: a, businessKey: { other_key: 'other' } });
    const link = defineLink('l', {
      from: a,
      connects: { hk_one: [hub, 'id'], hk_two: [other, 'other'] },
      symmetric: true,
    });
    expect(problems(hub, other, link).join()).toContain(
      'only a link of two keys of one hub can be symmetric',
    );
  });

  it('refuses a hash of another type than the vault has, as the whole of a key', () => {
    const keyed = defineHub('h', { from: hashed, businessKey: { key: 'key' } });
    expect(problems(keyed).join()).toContain(
      'is a hash of 32 bytes (hexLower), but keys are of 16 bytes (binary)',
    );
  });

  it('refuses columns that loading needs itself, and held rows whose contradiction would stop every batch', () => {
    const event = defineNonHistorizedLink('t', {
      from: a,
      connects: { hk_one: [hub, 'id'], hk_two: [hub, 'other'] },
      payload: { vw_outcome: 'outcome', amount: 'amount' },
      identity: ['amount'],
      orphans: 'hold',
      onConflict: 'fail',
    });
    expect(problems(hub, event)).toEqual([
      't: a held row that contradicts another would stop every batch: choose quarantine',
      't: column vw_outcome has a name that loading uses itself; give it another',
    ]);
  });
});
