import { describe, expect, it } from 'vitest';
import { automateDv, dv4dbt1, dv4dbt2 } from '../hash/presets.ts';
import { defineEndDatedView } from '../kinds/business-vault/end-dated-view.ts';
import { defineHub } from '../kinds/insert-once/hub.ts';
import { defineSatellite } from '../kinds/history/satellite.ts';
import { text } from '../metadata/column.ts';
import { automateDvCompatibility, datavault4dbtCompatibility } from './compatibility.ts';
import { defineSource } from '../metadata/source.ts';
import { defineVault, parseVault } from './define-vault.ts';

const customers = defineSource('customers', { columns: { id: text(9).nullable(), name: text(20) } });
const hub = defineHub('hub_customer', { from: customers, businessKey: { customer_id: 'id' } });
const satellite = defineSatellite('sat_customer', { of: hub, from: customers, payload: ['name'] });
const strict = defineSatellite('sat_strict', {
  of: hub,
  from: customers,
  payload: ['name'],
  candidates: 'newer',
});

describe('compatibility', () => {
  it('sets profile, names and rules of a vault at once, and an entity that names an option keeps it', () => {
    const vault = defineVault('dv', { ...automateDvCompatibility, entities: [hub, satellite, strict] });
    expect(vault.hashProfile).toEqual(automateDv);
    expect(vault.naming.recordSource).toBe('RECORD_SOURCE');
    const rules = vault.entities.flatMap((one) => (one.kind === 'satellite' ? [one.rules.candidates] : []));
    expect(rules).toEqual(['all', 'newer']);
  });

  it('leaves vaults that do not ask for it as they were', () => {
    const vault = defineVault('dv', { entities: [hub, satellite] });
    expect(vault.entities).toMatchObject([{ onNullKey: 'skip' }, { rules: { candidates: 'newer' } }]);
  });

  it('names the escaping rule of datavault4dbt by version', () => {
    const [old, renewed] = [
      datavault4dbtCompatibility({ version: 1 }),
      datavault4dbtCompatibility({ version: 2 }),
    ];
    expect(old.hashProfile).toEqual(dv4dbt1({ emptyIsNull: false }));
    expect(renewed.hashProfile).toEqual(dv4dbt2({ emptyIsNull: false }));
    const exasol = datavault4dbtCompatibility({ version: 2, emptyIsNull: true });
    expect(exasol.hashProfile).toEqual(dv4dbt2({ emptyIsNull: true }));
    const view = defineEndDatedView('customer_v1', { of: satellite, loadEnd: 'valid_until' });
    const vault = defineVault('dv', { ...renewed, entities: [hub, satellite, view] });
    expect(vault.entities).toMatchObject([
      { onNullKey: 'unknown', zeroKeyRows: ['unknown'] },
      {},
      { loadEnd: 'valid_until', openEnd: '8888-12-31 23:59:59.000000', endMinus: '1us' },
    ]);
  });

  it('reaches entities given as plain data, and refuses kinds and options that do not exist', () => {
    const data = {
      name: 'dv',
      sources: [customers.contract],
      entities: [{ kind: 'hub', name: 'h', from: 'customers', businessKey: { id: 'id' } }],
    };
    const parsed = parseVault({ ...data, defaults: { hub: { onNullKey: 'fail' } } });
    expect(parsed.entities).toMatchObject([{ onNullKey: 'fail' }]);
    expect(() => parseVault({ ...data, defaults: { hup: {} } })).toThrow();
    expect(() => parseVault({ ...data, defaults: { hub: { onNulKey: 'fail' } } })).toThrow();
  });
});
