import { fieldMark as field, nullMark as none, recordMark as end } from '../../control-char-encoder.ts';
import { CopyGivenUp } from '../../copy-failure.ts';
import { copyFrom } from '../../copy-from.ts';
import { copyStatement } from '../../copy-statement.ts';
import { verifyStream } from '../probe-bench.ts';
import { ProbeSkipped, saw, type Probe } from '../probe.ts';

const text = (length: number) => ({ kind: 'text', length }) as const;
const words = { a: text(40), b: text(40) };

/** Claims about COPY. */
export const copyProbes = {
  'copy-commit': async (bench, client) => {
    const [before, into] = [bench.table('c0'), 'c1'];
    await bench.run(
      client,
      `create table ${before} ("a" int)`,
      `create table ${bench.table(into)} ("a" varchar(160), "b" varchar(160))`,
    );
    await bench.run(client, `insert into ${before} ("a") values (1)`);
    await bench.copy(client, into, words, `x${field}y${end}`);
    const kept = await bench.count('c0');
    await bench.run(client, 'rollback', `insert into ${before} ("a") values (1)`);
    await bench.copy(client, into, words, `x${field}y${end}`, {
      alter: (sql) => sql.replace(' no commit', ''),
    });
    await bench.run(client, 'rollback');
    return saw([kept, await bench.count('c0')], ['0', '1']);
  },
  'copy-empty-null': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('e')} ("a" varchar(160), "b" varchar(160))`);
    await bench.copy(client, 'e', words, `${field}${none}${end}`);
    return saw(await bench.rows(client, `select "a", "b" from ${bench.table('e')}`), [['', null]]);
  },
  'copy-control-chars': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('q')} ("a" varchar(160), "b" varchar(160))`);
    const [a, b] = ['x\r\ny|,;"\'', '\\N \\001 ж 💥'];
    await bench.copy(client, 'q', words, `${a}${field}${b}${end}`);
    return saw(await bench.rows(client, `select "a", "b" from ${bench.table('q')}`), [[a, b]]);
  },
  'copy-enforcelength': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('n')} ("a" varchar(4), "b" varchar(4))`);
    const result = await bench.copy(client, 'n', words, `жжж${field}b${end}`);
    return saw('sqlState' in result ? 'refused' : 'stored', 'refused');
  },
  'copy-abort': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('ab')} ("a" varchar(4), "b" varchar(4))`);
    const result = await bench.copy(client, 'ab', words, `a${field}b${end}a${field}bbbbb${end}`);
    return saw(['sqlState' in result ? 'refused' : 'stored', await bench.count('ab')], ['refused', '0']);
  },
  'copy-returnrejected': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('rr')} ("a" varchar(4), "b" varchar(4))`);
    const records = ['a', 'bbbbb', 'c', 'ddddd'].map((value) => `${value}${field}x${end}`).join('');
    const result = await bench.copy(client, 'rr', words, records, { mode: 'report' });
    return saw('sqlState' in result ? result.sqlState : [result.loaded, result.rejectedRows], [
      '2',
      ['2', '4'],
    ]);
  },
  'copy-client-abort': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('ca')} ("a" varchar(160), "b" varchar(160))`);
    const sql = copyStatement({
      target: { schema: bench.schema, name: 'ca' },
      columns: Object.entries(words).map(([name, type]) => ({ name, type })),
      constants: [],
      mode: 'strict',
      stream: verifyStream,
      source: 'client',
    });
    const failing = (async function* () {
      yield Buffer.from(`a${field}b${end}`);
      throw new Error('the source ends');
    })();
    const outcome = await copyFrom(client, sql, failing, { deadlineMs: 60_000 }).then(
      () => 'stored',
      (error: unknown) => (error instanceof CopyGivenUp ? 'given up' : String(error)),
    );
    return saw([outcome, await bench.count('ca')], ['given up', '0']);
  },
  'copy-column-expr': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('ce')} ("a" varchar(160), "b" varchar(160))`);
    await bench.copy(client, 'ce', { a: text(40) }, `x${end}`, {
      alter: (sql) => sql.replace('("a")', `("a", "b" as 'L1')`),
    });
    return saw(await bench.rows(client, `select "a", "b" from ${bench.table('ce')}`), [['x', 'L1']]);
  },
  'copy-binary-hex': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('bh')} ("a" binary(2))`);
    await bench.copy(client, 'bh', { a: { kind: 'binary', length: 2 } }, `00ff${end}`);
    return saw(await bench.value(client, `select to_hex("a") as "a" from ${bench.table('bh')}`), '00ff');
  },
  'copy-int-decimal': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('id')} ("a" int)`);
    const result = await bench.copy(client, 'id', { a: { kind: 'int' } }, `7.0${end}`);
    return saw('sqlState' in result ? 'refused' : 'stored', 'refused');
  },
  'rejected-as-table-local': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('rt')} ("a" int)`);
    const result = await bench.copy(client, 'rt', { a: { kind: 'int' } }, `1${end}`, {
      alter: (sql) => sql.replace('abort on error', `rejected data as table ${bench.table('rt_rejects')}`),
    });
    return saw('sqlState' in result ? result.sqlState : 'accepted', 'accepted');
  },
  'copy-s3': async () => {
    throw new ProbeSkipped('needs a bucket that the server can read');
  },
} as const satisfies Record<string, Probe>;
