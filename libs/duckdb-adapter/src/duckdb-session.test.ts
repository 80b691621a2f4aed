import { engineStatement, type CompiledStatement, type StoredType } from '@vaultwright/datavault-core/sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VaultwrightError, type ColumnType } from '@vaultwright/datavault-core';
import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from './duckdb-dialect.ts';
import { openDuckDb } from './open-duckdb.ts';

let warehouse: Warehouse;
let session: Session;
beforeEach(async () => {
  warehouse = await openDuckDb({ path: ':memory:' });
  session = await warehouse.connect();
});
afterEach(() => warehouse.close());

const sql = (text: string): CompiledStatement => engineStatement('query', text);
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** A signal that one piece of a test gives to another. */
function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describe('values', () => {
  it.each([
    ['cast(9223372036854775807 as bigint)', 9223372036854775807n],
    ['cast(-9223372036854775808 as bigint)', -9223372036854775808n],
    ['sum(cast(9223372036854775807 as bigint)) from range(3)', 27670116110564327421n],
    ['cast(7 as tinyint)', 7n],
    ['18446744073709551615::ubigint', 18446744073709551615n],
    ['count(*)', 1n],
    ['cast(1.5 as decimal(9,2))', '1.5'],
    ['cast(-0.05 as decimal(9,2))', '-0.05'],
    ['cast(100 as decimal(38,10))', '100'],
    ['true', true],
    ['cast(0.1 as double)', 0.1],
    ["date '0001-01-01'", '0001-01-01'],
    ["time '01:02:03'", '01:02:03.000000'],
    ["timestamp '0001-01-01 00:00:00'", '0001-01-01 00:00:00.000000'],
    ["timestamp '1969-12-31 23:59:59.999999'", '1969-12-31 23:59:59.999999'],
    ["timestamp '9999-12-31 23:59:59.999999'", '9999-12-31 23:59:59.999999'],
    ["timestamptz '2020-01-01 02:00:00+02:00'", '2020-01-01 00:00:00.000000Z'],
    ["timestamp 'infinity'", 'infinity'],
    ["cast('9DD4E461268C8034F5C8564E155C67A6' as uuid)", '9dd4e461-268c-8034-f5c8-564e155c67a6'],
    ["'text'", 'text'],
    ['null', null],
  ])('%s', async (expression, expected) => {
    const [row] = await session.query(
      sql(
        `select ${expression.includes(' from ') ? expression.replace(' from ', ' as v from ') : `${expression} as v`}`,
      ),
    );
    expect(row).toEqual({ v: expected });
  });

  it('gives bytes as Uint8Array', async () => {
    const [row] = await session.query(sql("select unhex('00ff') as v"));
    expect(Buffer.from(row?.['v'] as Uint8Array).toString('hex')).toBe('00ff');
  });

  it('runs in UTC on every connection', async () => {
    for (const each of [session, await warehouse.connect()])
      expect(await each.query(sql("select current_setting('TimeZone') as zone"))).toEqual([{ zone: 'UTC' }]);
  });
});

describe('parameters', () => {
  it.each<[ColumnType, string | null]>([
    [{ kind: 'int' }, '-9223372036854775808'],
    [{ kind: 'text', length: 9 }, "it's $other"],
    [{ kind: 'timestamp' }, '2020-02-29 23:59:59.000001'],
    [{ kind: 'timestamptz' }, '2020-02-29 23:59:59.000001Z'],
    [{ kind: 'decimal', precision: 9, scale: 2 }, '-1.5'],
    [{ kind: 'binary', length: 4 }, '00ff'],
    [{ kind: 'date' }, null],
  ])('binds %o as canonical text', async (type, value) => {
    const place = `cast(${duckdbDialect.placeholder({ name: 'p', type }, 1)} as ${duckdbDialect.typeName(type)})`;
    const text = duckdbDialect.canonicalText(place, type);
    const statement = {
      sql: `select ${text} as v`,
      parameters: [{ name: 'p', type }],
      class: 'query',
    } as const;
    expect(await session.query(statement, { p: value, unused: 'x' })).toEqual([{ v: value }]);
  });

  it('misses a value', async () => {
    const statement = {
      sql: 'select $p as v',
      parameters: [{ name: 'p', type: { kind: 'int' } }],
      class: 'query',
    } as const;
    expect(await caught(session.query(statement))).toMatchObject({ code: 'E-INTERNAL-PARAMETER' });
  });
});

describe('statements', () => {
  it('counts the rows they change', async () => {
    expect(await session.execute(sql('create table t (a bigint)'))).toBe(0n);
    expect(await session.execute(sql('insert into t select * from range(5)'))).toBe(5n);
    expect(await session.execute(sql('delete from t where a > 2'))).toBe(2n);
  });

  it('run one after another, also when nobody waits', async () => {
    const all = [
      'create table t (a bigint)',
      'insert into t values (1)',
      'insert into t select a + 1 from t',
    ];
    expect(await Promise.all(all.map((each) => session.execute(sql(each))))).toEqual([0n, 1n, 1n]);
  });

  it('fail as warehouse errors that name the statement and keep the cause', async () => {
    const error = await caught(session.execute(sql('\ninsert into nowhere\nvalues (1)')));
    expect(error).toBeInstanceOf(VaultwrightError);
    expect(error).toMatchObject({
      code: 'E-WH-STATEMENT',
      family: 'warehouse',
      where: 'insert into nowhere',
      retryable: false,
    });
    expect((error as VaultwrightError).found).toContain('nowhere');
    expect((error as VaultwrightError).cause).toBeInstanceOf(Error);
  });

  it('cannot fetch an extension or a remote file', async () => {
    const settings = await session.query(
      sql(
        "select name, value from duckdb_settings() where name in ('autoinstall_known_extensions', 'autoload_known_extensions', 'preserve_insertion_order')",
      ),
    );
    expect(settings.map((row) => row['value'])).toEqual(['false', 'false', 'false']);
    const error = await caught(session.query(sql("select * from read_csv('http://localhost:1/x.csv')")));
    expect(error).toMatchObject({ family: 'warehouse' });
  });

  it('describe what the catalogue holds, in the spelling of the dialect', async () => {
    const types: readonly StoredType[] = [
      { kind: 'text', length: 5 },
      { kind: 'int' },
      { kind: 'decimal', precision: 9, scale: 2 },
      { kind: 'boolean' },
      { kind: 'date' },
      { kind: 'time' },
      { kind: 'timestamp' },
      { kind: 'timestamptz' },
      { kind: 'float' },
      { kind: 'binary', length: 5 },
      { kind: 'uuid' },
      { kind: 'hash', bytes: 16, encoding: 'binary' },
      { kind: 'hash', bytes: 20, encoding: 'binary' },
      { kind: 'hash', bytes: 32, encoding: 'hexUpper' },
    ];
    const columns = types.map(
      (type, index) => `"C ${index}" ${duckdbDialect.typeName(type)}${index === 1 ? ' not null' : ''}`,
    );
    await session.execute(sql(`create schema "it's"; create table "it's"."T a" (${columns.join(', ')})`));
    await session.execute(sql(`create view "it's".v as select 1 as a; create table main.other (a bigint)`));
    expect(await session.describe(["it's", 'absent'])).toEqual([
      {
        schema: "it's",
        name: 'T a',
        columns: types.map((type, index) => ({
          name: `C ${index}`,
          type: duckdbDialect.catalogType(type),
          nullable: index !== 1,
        })),
      },
    ]);
    expect(await session.describe([])).toEqual([]);
  });
});

describe('vault transactions', () => {
  beforeEach(() => session.execute(sql('create table t (a bigint)')));
  const count = async (): Promise<unknown> =>
    (await session.query(sql('select count(*) as n from t')))[0]?.['n'];

  it('commit what the work did and return its result', async () => {
    const result = await session.vaultTransaction('v', 'run', async () =>
      session.execute(sql('insert into t values (1), (2)')),
    );
    expect(result).toBe(2n);
    expect(await count()).toBe(2n);
  });

  it('leave nothing when the work fails, tables and work tables included', async () => {
    const failure = new Error('stop');
    const work = async (): Promise<void> => {
      await session.execute(sql('insert into t values (1)'));
      await session.execute(sql('create table made (a int)'));
      await session.execute(sql(`${duckdbDialect.workTableOpening('"work"')} (a int)`));
      throw failure;
    };
    expect(await caught(session.vaultTransaction('v', 'run', work))).toBe(failure);
    expect(await count()).toBe(0n);
    expect((await session.describe(['main'])).map(({ name }) => name)).toEqual(['t']);
  });

  it('can be opened again after a statement failed inside', async () => {
    expect(
      await caught(session.vaultTransaction('v', 'run', () => session.execute(sql('nonsense')))),
    ).toMatchObject({
      code: 'E-WH-STATEMENT',
    });
    await session.vaultTransaction('v', 'run', () => session.execute(sql('insert into t values (1)')));
    expect(await count()).toBe(1n);
  });

  it('of one vault wait for each other; the second sees what the first committed', async () => {
    const other = await warehouse.connect();
    const inside = signal();
    const leave = signal();
    const first = session.vaultTransaction('v', 'first', async () => {
      await session.execute(sql('insert into t values (1)'));
      inside.give();
      await leave.given;
    });
    await inside.given;
    const order: string[] = [];
    const second = other.vaultTransaction('v', 'second', async () => {
      order.push('second');
      return other.query(sql('select count(*) as n from t'));
    });
    // Another vault does not wait, and its end proves that the second had time to begin.
    const third = await warehouse.connect();
    await third.vaultTransaction('w', 'third', () => third.query(sql('select 1 as one')));
    order.push('leave');
    leave.give();
    await first;
    expect(await second).toEqual([{ n: 1n }]);
    expect(order).toEqual(['leave', 'second']);
  });

  it('let the next one in after a failure', async () => {
    const other = await warehouse.connect();
    const failing = session.vaultTransaction('v', 'a', async () => Promise.reject(new Error('stop')));
    const next = other.vaultTransaction('v', 'b', async () => 'in');
    await expect(failing).rejects.toThrow('stop');
    expect(await next).toBe('in');
  });

  it('tell a writer outside the lock as a retryable conflict', async () => {
    await session.execute(sql('insert into t values (1)'));
    const outside = await warehouse.connect();
    const work = async (): Promise<void> => {
      await session.execute(sql('update t set a = 2'));
      await outside.execute(sql('update t set a = 3'));
    };
    expect(await caught(session.vaultTransaction('v', 'run', work))).toMatchObject({
      code: 'E-WH-CONFLICT',
      retryable: true,
    });
  });

  it('tell a conflict that shows at COMMIT only, and keep nothing', async () => {
    await session.execute(sql('create table k (a bigint primary key)'));
    const outside = await warehouse.connect();
    const work = async (): Promise<void> => {
      await session.execute(sql('insert into k values (1)'));
      await session.execute(sql('insert into t values (1)'));
      await outside.execute(sql('insert into k values (1)'));
    };
    expect(await caught(session.vaultTransaction('v', 'run', work))).toMatchObject({
      code: 'E-WH-CONFLICT',
      where: 'commit',
      retryable: true,
    });
    expect(await count()).toBe(0n);
  });

  it('cannot be nested in one session', async () => {
    const work = (): Promise<unknown> => session.vaultTransaction('w', 'run', async () => undefined);
    expect(await caught(session.vaultTransaction('v', 'run', work))).toMatchObject({
      code: 'E-INTERNAL-TRANSACTION',
    });
  });
});
