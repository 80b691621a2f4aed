import { describe, expect, it } from 'vitest';
import { BackendError } from '../backend/sql-backend.ts';
import { countOf, doneOf, loadedOf, oid, rowsOf } from './result.ts';
import { scriptedBackend } from './scripted-backend.ts';

const startup = new Map([['user', 'tester']]);

describe('scriptedBackend', () => {
  it('prefers exact texts, then takes the first rule that fits', async () => {
    const backend = scriptedBackend({
      answers: { 'SELECT 1': doneOf('EXACT') },
      rules: [
        {
          when: /^SELECT (\d)$/,
          answer: ({ match, startup: keys }) => doneOf(`${match?.[1]} ${keys.get('user')}`),
        },
        { when: (sql) => sql.startsWith('SELECT'), answer: new BackendError('no', '42601') },
        { when: 'OTHER', answer: ({ parameters }) => Promise.resolve(doneOf(String(parameters))) },
      ],
    });
    const session = await backend.open(startup);
    expect((await session.run('SELECT 1', [])).tag).toBe('EXACT');
    expect((await session.run('SELECT 2', [])).tag).toBe('2 tester');
    expect((await session.run('OTHER', ['a', 'b'])).tag).toBe('a,b');
    await expect(session.run('SELECT x', [])).rejects.toMatchObject({ sqlState: '42601', message: 'no' });
  });

  it('never guesses an answer', async () => {
    const session = await scriptedBackend({}).open(startup);
    await expect(session.run('SELECT 1', [])).rejects.toMatchObject({ sqlState: '42601' });
    await expect(session.describe('SELECT 1')).rejects.toBeInstanceOf(BackendError);
    expect((await session.run('ROLLBACK', [])).columns).toBeNull();
  });

  it('describes fixed answers by themselves and functions by their rule', async () => {
    const { columns } = rowsOf({ n: oid.int });
    const session = await scriptedBackend({
      answers: { 'SELECT ?, ?': rowsOf({ a: oid.int }) },
      rules: [
        { when: 'f ?', answer: () => doneOf('F'), columns: columns ?? [], parameters: [oid.int] },
        { when: 'g', answer: () => doneOf('G') },
      ],
    }).open(startup);
    expect(await session.describe('SELECT ?, ?')).toMatchObject({
      tag: 'SELECT',
      columns: [{ name: 'a' }],
      parameters: [9, 9],
    });
    expect(await session.describe('f ?')).toEqual({ tag: 'F', columns, parameters: [6] });
    expect(await session.describe('g')).toEqual({ tag: 'G', columns: null, parameters: [] });
  });

  it('counts the records of a COPY by the terminator that it names', async () => {
    const session = await scriptedBackend({}).open(startup);
    const load = async (sql: string, ...pieces: readonly string[]) => {
      const sink = await session.copy(sql);
      for (const piece of pieces) await sink.write(Buffer.from(piece));
      return (await sink.finish()).result;
    };
    const control = String.raw`COPY t FROM LOCAL STDIN RECORD TERMINATOR E'\002' NO COMMIT`;
    expect(await load(control, 'a\nb\u0002c', '\u0002')).toEqual(loadedOf(2));
    expect(await load('COPY t FROM LOCAL STDIN', 'a\nb')).toEqual(loadedOf(2));
    expect(await load('COPY t FROM LOCAL STDIN')).toEqual(loadedOf(0));
  });

  it('ends what still runs when it is closed', async () => {
    const backend = scriptedBackend({
      rules: [{ when: 'HANG', answer: () => new Promise(() => undefined) }],
    });
    const running = (await backend.open(startup)).run('HANG', []);
    await backend.close();
    await expect(running).rejects.toMatchObject({ sqlState: '57014' });
  });
});

describe('results', () => {
  it('are in the text form of the wire', () => {
    expect(rowsOf({ a: oid.int }, [[1n, true, false, null, 'x', 1.5]]).rows).toEqual([
      ['1', 't', 'f', null, 'x', '1.5'],
    ]);
    expect(countOf('INSERT', 3)).toMatchObject({ columns: [{ name: 'OUTPUT', oid: 6 }], rows: [['3']] });
    expect(loadedOf(3n)).toMatchObject({ tag: 'COPY', columns: [{ name: 'Rows Loaded' }], rows: [['3']] });
  });
});
