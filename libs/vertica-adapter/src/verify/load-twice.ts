import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  executeDefinitions,
  executeLoad,
  planLoad,
  planTables,
  text,
} from '@vaultwright/datavault-core';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import { boundValues } from '../bound-values.ts';
import { ControlCharEncoder } from '../control-char-encoder.ts';
import { copyFrom } from '../copy-from.ts';
import { copyStatement } from '../copy-statement.ts';
import { changedRows, rowsOf } from '../result-rows.ts';
import type { SafeClient } from '../safe-client.ts';
import { stagedCopy } from '../staged-copy.ts';
import { verticaDialect } from '../vertica-dialect.ts';
import { saw, type Probe } from './probe.ts';

const people = defineSource('people', { columns: { id: text(20).nullable(), name: text(40).nullable() } });
const hub = defineHub('h_person', { from: people, businessKey: { person: 'id' }, hashKey: 'hk' });
const satellite = defineSatellite('s_person', { of: hub, from: people, payload: ['name'] });

const delivered = [
  ['1', 'Ann'],
  ['2', 'Жанна "💥"\r\n'],
  ['3', null],
  [null, 'nobody'],
] as const;

/** Recorded: rows of the hub, versions of the satellite, and what the second load inserted. */
const recorded = {
  hub: 3,
  versions: [
    ['1', 'Ann'],
    ['2', 'Жанна "💥"\r\n'],
    ['3', null],
  ],
  again: 0,
};

/** Loads a small vault twice, all of it in the bench's schema; the lock table of a warehouse is left alone. */
export const loadTwice: Probe = async (bench, client) => {
  const vault = defineVault('verify', {
    naming: { stagingSchema: bench.schema, vaultSchema: bench.schema },
    entities: [hub, satellite],
  });
  const [staged] = vault.sources;
  if (staged === undefined) throw new TypeError('the vault has a source');
  const session = plainSession(client);
  for (const { compiled } of planTables(vault, verticaDialect)) await session.execute(compiled);
  const { steps } = planLoad(vault, { dialect: verticaDialect, sources: ['people'] });
  await executeDefinitions(
    session,
    steps.filter(({ phase }) => phase === 'prepare'),
  );
  const load = async (loadId: string, day: string): Promise<number> => {
    await session.loadRows(
      {
        target: { schema: bench.schema, name: 'people' },
        source: staged,
        constants: [
          { column: vault.naming.loadId, type: { kind: 'text', length: 64 }, value: loadId },
          { column: vault.naming.sourceObject, type: { kind: 'text', length: 1024 }, value: 'people' },
        ],
      },
      (async function* () {
        yield delivered;
      })(),
    );
    const values = { load_id: loadId, load_dt: `${day} 00:00:00.000000`, load_src: 'verify' };
    const { loads } = await executeLoad(session, steps, values);
    await bench.run(client, 'commit');
    return loads.reduce((sum, { inserted }) => sum + Number(inserted), 0);
  };
  await load('V1', '2020-01-01');
  const again = await load('V2', '2020-01-02');
  const keys = await bench.value(client, `select count(*) as "n" from ${bench.table('h_person')}`);
  const versions = await bench.rows(
    client,
    `select "h"."person", "s"."name" from ${bench.table('s_person')} as "s" join ${bench.table('h_person')} as "h" on "h"."hk" = "s"."hk" where "s"."load_src" = 'verify' order by "h"."person" asc nulls first, "s"."name" asc nulls first`,
  );
  return saw({ hub: Number(keys), versions, again }, recorded);
};

/** As much of a session as the probe needs; transactions and the lock stay with the caller. */
function plainSession(client: SafeClient): Pick<Session, 'execute' | 'query' | 'loadRows'> & Session {
  const refused = (): never => {
    throw new TypeError('not part of the probe');
  };
  return {
    execute: async (statement, values = {}) => {
      const result = await client.run(statement.sql, boundValues(statement, values));
      return statement.class === 'dml' ? changedRows(result) : 0n;
    },
    query: async (statement, values = {}) =>
      rowsOf(await client.run(statement.sql, boundValues(statement, values))),
    loadRows: async (load, rows) => {
      const { widen, ...staged } = stagedCopy(load);
      const encoder = new ControlCharEncoder(staged.columns.length, refused);
      const sql = copyStatement({ ...staged, mode: 'strict', source: 'client' });
      return (await copyFrom(client, sql, encoder.encode(widen(rows)))).loaded;
    },
    vaultTransaction: refused,
    describe: refused,
    close: async () => undefined,
  };
}
