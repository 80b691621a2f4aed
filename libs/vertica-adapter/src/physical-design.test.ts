import { describe, expect, it } from 'vitest';
import {
  defineHub,
  defineSource,
  defineVault,
  planTables,
  text,
  type ColumnType,
} from '@vaultwright/datavault-core';
import type { TableDefinition, TableRole } from '@vaultwright/datavault-core/sql';
import { catalogTypeName, storedTypeName } from './stored-type-name.ts';
import { createVerticaDialect, verticaDialect } from './vertica-dialect.ts';

const hash: ColumnType = { kind: 'hash', bytes: 16, encoding: 'binary' };
const tableOf = (
  role: TableRole,
  clusterBy: readonly string[],
  key: readonly string[] = [],
): TableDefinition => ({
  schema: 'dds',
  name: 't',
  role,
  comment: 'A table.',
  columns: [
    { name: 'hk', type: hash, nullable: false },
    { name: 'happened', type: { kind: 'timestamp' }, nullable: false },
    { name: 'load_dt', type: { kind: 'timestamp' }, nullable: false },
    { name: 'ended', type: { kind: 'timestamp' }, nullable: true },
    { name: 'load_src', type: { kind: 'text', length: 200 }, nullable: false },
  ],
  key,
  clusterBy,
});
const partition = ['partition by "load_dt"::date', 'group by calendar_hierarchy_day("load_dt"::date, 3, 2)'];

describe('physical design', () => {
  it('segments a hub and its satellite alike, and sorts the satellite by load date as well', () => {
    expect(verticaDialect.tableClauses(tableOf('hub', ['hk']))).toEqual([
      'order by "hk"',
      'segmented by hash("hk") all nodes',
      ...partition,
    ]);
    expect(verticaDialect.tableClauses(tableOf('satellite', ['hk', 'load_dt']))).toEqual([
      'order by "hk", "load_dt"',
      'segmented by hash("hk") all nodes',
      ...partition,
    ]);
  });

  it('sorts staging by the load, whatever its column is called, and leaves its segmentation to the engine', () => {
    const people = defineSource('people', { columns: { id: text(20), name: text(40).nullable() } });
    const hub = defineHub('h_person', { from: people, businessKey: { person: 'id' }, hashKey: 'hk' });
    const vault = defineVault('v', { entities: [hub], naming: { loadId: 'batch' } });
    const [staging] = planTables(vault, verticaDialect).flatMap(({ statement, compiled: { sql } }) =>
      statement.node === 'createTable' && statement.table.role === 'staging' ? [sql] : [],
    );
    expect(staging).toMatch(/"batch" varchar[^]*\n\)\norder by "batch"$/);
  });

  it('copies small tables to every node', () => {
    expect(verticaDialect.tableClauses(tableOf('reference', [], ['hk']))).toEqual([
      'order by "hk"',
      'unsegmented all nodes',
    ]);
    expect(verticaDialect.tableClauses(tableOf('rejects', []))).toEqual([]);
  });

  it('partitions no table of held, late or derived rows', () => {
    for (const role of ['pending', 'late', 'pointInTime', 'bridge'] as const)
      expect(verticaDialect.tableClauses(tableOf(role, ['hk']))).toEqual([
        'order by "hk"',
        'segmented by hash("hk") all nodes',
      ]);
  });

  it('prints k-safety only when it is configured, between segmentation and partition', () => {
    const dialect = createVerticaDialect({ ksafe: 1 });
    expect(dialect.tableClauses(tableOf('link', ['hk']))).toEqual([
      'order by "hk"',
      'segmented by hash("hk") all nodes',
      'ksafe 1',
      ...partition,
    ]);
    expect(dialect.tableClauses(tableOf('rejects', []))).toEqual(['ksafe 1']);
    expect(dialect.tableClauses(tableOf('ledger', [], ['hk']))).not.toContain('ksafe 1');
  });
});

describe('a work table', () => {
  const columnsOf = (...names: readonly string[]) =>
    names.map((name) => ({
      name,
      type: name.startsWith('hk') ? hash : ({ kind: 'int' } as const),
      nullable: true,
    }));

  it('is segmented by its first hash, as the tables are that it is joined to', () => {
    expect(verticaDialect.workTableClauses({ name: 'w', columns: columnsOf('id', 'hk_a', 'hk_b') })).toEqual([
      'on commit delete rows',
      'segmented by hash("hk_a") all nodes',
    ]);
  });

  it('is left to the engine without one', () => {
    expect(verticaDialect.workTableClauses({ name: 'w', columns: columnsOf('id') })).toEqual([
      'on commit delete rows',
    ]);
  });
});

describe('type names', () => {
  it.each<[ColumnType, string]>([
    [{ kind: 'text', length: 100 }, 'varchar(400)'],
    [{ kind: 'text', length: 16_250 }, 'varchar(65000)'],
    [{ kind: 'text', length: 65_000 }, 'varchar(65000)'],
    [{ kind: 'int' }, 'int'],
    [{ kind: 'decimal', precision: 38, scale: 0 }, 'numeric(38,0)'],
    [{ kind: 'binary', length: 7 }, 'varbinary(7)'],
    [hash, 'binary(16)'],
    [{ kind: 'hash', bytes: 32, encoding: 'binary' }, 'binary(32)'],
    [{ kind: 'hash', bytes: 20, encoding: 'hexLower' }, 'varchar(40)'],
    [{ kind: 'timestamptz' }, 'timestamptz'],
  ])('sizes %o in octets', (type, name) => {
    expect(storedTypeName(type)).toBe(name);
    expect(catalogTypeName(type)).toBe(name);
  });
});
