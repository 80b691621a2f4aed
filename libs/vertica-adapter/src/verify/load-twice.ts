import { executeDefinitions, executeLoad, planLoad, planTables } from '@vaultwright/datavault-core';
import { engineStatement } from '@vaultwright/datavault-core/sql';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import { boundValues } from '../bound-values.ts';
import { ControlCharEncoder } from '../control-char-encoder.ts';
import { copyFrom } from '../copy-from.ts';
import { copyStatement } from '../copy-statement.ts';
import { changedRows, rowsOf } from '../result-rows.ts';
import { quoteIdentifier } from '../sql-literal.ts';
import type { SafeClient } from '../safe-client.ts';
import { stagedCopy } from '../staged-copy.ts';
import { verticaDialect } from '../vertica-dialect.ts';
import type { ProbeBench } from './probe-bench.ts';
import { saw, type Probe } from './probe.ts';
import { delivered, recorded, smallVault } from './small-load.ts';

/** Loads a small vault twice, all of it in the bench's schema; the lock table of a warehouse is left alone. */
export const loadTwice: Probe = async (bench, client) => {
  const vault = smallVault(bench.schema);
  const session = plainSession(client);
  for (const { compiled } of planTables(vault, verticaDialect)) await session.execute(compiled);
  const { steps } = planLoad(vault, { dialect: verticaDialect });
  await executeDefinitions(
    session,
    steps.filter(({ phase }) => phase === 'prepare'),
  );
  const stage = async (loadId: string): Promise<void> => {
    for (const source of vault.sources)
      await session.loadRows(
        {
          target: { schema: bench.schema, name: source.name },
          source,
          constants: [
            { column: vault.naming.loadId, type: { kind: 'text', length: 64 }, value: loadId },
            { column: vault.naming.sourceObject, type: { kind: 'text', length: 1024 }, value: source.name },
          ],
        },
        (async function* () {
          yield delivered[source.name] ?? [];
        })(),
      );
  };
  const load = async (loadId: string, day: string): Promise<number> => {
    await stage(loadId);
    const values = { load_id: loadId, load_dt: `${day} 00:00:00.000000`, load_src: 'verify' };
    const { loads } = await executeLoad(session, steps, values);
    await bench.run(client, 'commit');
    return loads.reduce((sum, { inserted }) => sum + Number(inserted), 0);
  };
  await load('V1', '2020-01-01');
  const again = await load('V2', '2020-01-02');
  const stored = await storedRows(bench, session);
  return saw({ ...stored, again }, { ...recordedRows(), again: 0 });
};

function recordedRows(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(recorded).map(([name, { rows }]) => [name, rows]));
}

async function storedRows(bench: ProbeBench, session: Session): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for (const [name, { columns }] of Object.entries(recorded)) {
    const quoted = columns.map(quoteIdentifier);
    const order = quoted
      .flatMap((column) => [`case when ${column} is null then 0 else 1 end asc`, `${column} asc`])
      .join(', ');
    // Rows that stand for unknown keys are no rows of the delivery.
    const sql = `select ${quoted.join(', ')} from ${bench.table(name)} where "load_src" = 'verify' order by ${order}`;
    const rows = await session.query(engineStatement('query', sql));
    found[name] = rows.map((row) => columns.map((column) => row[column]));
  }
  return found;
}

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
