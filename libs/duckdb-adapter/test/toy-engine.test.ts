import { describe, expect, it } from 'vitest';
import { describeLaws, describePitfalls } from '@vaultwright/datavault-conformance';
import {
  boolean,
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  planLoad,
} from '@vaultwright/datavault-core';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from '../src/dialect.ts';
import { openDuckDb } from '../src/open-duckdb.ts';

/**
 * An engine that nobody has: DuckDB under another name, with short names, without the least of booleans, with a null-safe
 * equality and an anti-join of its own. All it says of itself stands here; nothing else in the workspace knows it.
 */
const toyDialect: SqlDialect = {
  ...duckdbDialect,
  name: 'toy',
  identifierBytes: 63,
  same: (left, right) => `((${left} = ${right}) is true or (${left} is null and ${right} is null))`,
  extreme: (name, operand, type) =>
    type.kind === 'boolean'
      ? `${name === 'min' ? 'bool_and' : 'bool_or'}(${operand})`
      : `${name}(${operand})`,
  antiJoin: 'leftJoin',
  createView: (name, query) => `create or replace view ${name} as (\n${query}\n)`,
};

async function open(): Promise<Warehouse> {
  const warehouse = await openDuckDb({ path: ':memory:' });
  return {
    dialect: toyDialect,
    location: 'memory',
    connect: () => warehouse.connect(),
    close: () => warehouse.close(),
  };
}

const subject = { name: 'toy engine', open };
describePitfalls(subject);
describeLaws({ ...subject, cases: 1, seed: 2022 });

describe('what an engine says of itself', () => {
  const flags = defineSource('flags', { columns: { id: int(), is_on: boolean().nullable() } });
  const hub = defineHub('h_flag', { from: flags, businessKey: { id: 'id' } });
  const satellite = defineSatellite('s_flag', { of: hub, from: flags, payload: ['is_on'] });
  const sqlOf = (dialect: SqlDialect): string =>
    planLoad(defineVault('flags', { entities: [hub, satellite] }), { dialect })
      .steps.map(({ compiled }) => compiled.sql)
      .join('\n');

  it('decides the least of booleans, null-safe equality and anti-joins', () => {
    const [own, other] = [sqlOf(toyDialect), sqlOf(duckdbDialect)];
    expect(other).toMatch(/\bmin\("staged"\."is_on"\)/);
    expect(own).not.toMatch(/\bmin\("staged"\."is_on"\)/);
    expect(own).toContain('bool_and("staged"."is_on")');
    expect(other).toContain('not exists (');
    expect(own).toContain('left join "dds"."h_flag" as "known"');
    expect(own).not.toContain('is not distinct from');
  });

  it('refuses a work table that only its own limit refuses', () => {
    const name = `h_${'x'.repeat(58)}`;
    const long = defineVault('flags', {
      entities: [defineHub(name, { from: flags, businessKey: { id: 'id' } })],
    });
    const found = `new_${name} is longer than 63 bytes`;
    expect(() => planLoad(long, { dialect: toyDialect })).toThrow(
      expect.objectContaining({ code: 'E-META-NAME', details: [found] }),
    );
    expect(() => planLoad(long, { dialect: duckdbDialect })).not.toThrow();
  });
});
