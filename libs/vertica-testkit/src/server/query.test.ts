import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { BackendError } from '../backend/sql-backend.ts';
import { driverClient } from '../fixtures/load-driver.ts';
import { RawClient, codes, fields } from '../fixtures/raw-client.ts';
import { byte, cstr, frame, int16, int32, query, startup, sync, joined } from '../fixtures/wire-bytes.ts';
import { countOf, oid, rowsOf } from '../scripted/result.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import { startVerticaTestServer } from './start-vertica-test-server.ts';
import type { VerticaTestServer } from './vertica-test-server.ts';

let server: VerticaTestServer;
afterEach(() => server.close());

const rows = rowsOf({ n: oid.int, t: oid.varchar }, [
  [9223372036854775807n, 'ä'],
  [null, ''],
]);

const start = async (): Promise<RawClient> => {
  server = await startVerticaTestServer({
    backend: scriptedBackend({
      answers: {
        ROWS: rows,
        'ROWS WHERE ? AND ?': rows,
        'DELETE FROM t': countOf('DELETE', 3),
        BAD: new BackendError('no such thing', '42V01'),
        FATAL: new BackendError('over', '57V01', 'FATAL'),
      },
      rules: [
        {
          when: 'BROKEN',
          answer: () => {
            throw new TypeError('a defect');
          },
        },
      ],
    }),
  });
  return RawClient.ready(server.port);
};

const prepare = (name: string, sql: string): Buffer =>
  Buffer.concat([frame('P', cstr(name), cstr(sql), int16(0)), frame('D', 'S', cstr(name)), frame('H')]);
const bind = (name: string, values: readonly (string | null)[]): Buffer =>
  frame(
    'B',
    joined(cstr(''), cstr(name), int16(0), int16(values.length), ...values.map(() => int32(9))),
    ...values.flatMap((value) => (value === null ? [int32(-1)] : [int32(value.length), Buffer.from(value)])),
    int16(0),
  );
const execute = frame('E', cstr(''), int32(0));

describe('simple query', () => {
  it('answers T D* C Z, byte for byte', async () => {
    const client = await start();
    client.send(query('ROWS'));
    const [description, first, second, complete, ready] = await client.until('Z');
    expect(description?.body.readInt16BE(0)).toBe(2);
    expect(first?.body).toEqual(
      Buffer.concat([int16(2), int32(19), Buffer.from('9223372036854775807'), int32(2), Buffer.from('ä')]),
    );
    expect(second?.body).toEqual(Buffer.concat([int16(2), int32(-1), int32(0)]));
    expect(complete).toEqual({ code: 'C', body: cstr('SELECT') });
    expect(ready).toEqual({ code: 'Z', body: Buffer.from('I') });
  });

  it('answers several statements one after another, and none with I', async () => {
    const client = await start();
    expect(await client.ask("ROWS; DELETE FROM t -- it's one; comment")).toBe('TDDCEZ');
    expect(await client.ask('ROWS; DELETE FROM t;')).toBe('TDDCTDCZ');
    expect(await client.ask(' ; ')).toBe('IZ');
    expect(server.transcript.statements()).toContain('DELETE FROM t');
  });

  it('says in Z whether a transaction is open', async () => {
    const client = await start();
    const statuses: string[] = [];
    for (const sql of ['DELETE FROM t', 'ROLLBACK', 'DELETE FROM t', 'ROWS', 'COMMIT']) {
      client.send(query(sql));
      statuses.push((await client.until('Z')).at(-1)?.body.toString() ?? '');
    }
    expect(statuses).toEqual(['T', 'I', 'T', 'T', 'I']);
  });

  it('goes on after an error, ends after a fatal one', async () => {
    const client = await start();
    client.send(query('BAD'));
    const [error] = await client.until('Z');
    expect(error && fields(error)).toEqual({ S: 'ERROR', C: '42V01', M: 'no such thing' });
    expect(await client.ask('UNKNOWN')).toBe('EZ');
    expect(await client.ask('ROWS')).toBe('TDDCZ');
    client.send(query('FATAL'));
    expect(fields(await client.message())).toMatchObject({ S: 'FATAL', C: '57V01' });
    await client.ended;
  });

  it('makes a defect of the backend visible', async () => {
    const client = await start();
    client.send(query('BROKEN'));
    expect(fields(await client.message())).toMatchObject({
      C: 'XX000',
      M: expect.stringContaining('a defect'),
    });
    await client.ended;
  });

  it('names the command in the tag, without a number', async () => {
    server = await startVerticaTestServer({
      backend: scriptedBackend({
        answers: { INSERT: countOf('INSERT', 1), UPDATE: countOf('UPDATE', 1), SELECT: rows },
      }),
    });
    const client = await RawClient.ready(server.port);
    const tags: unknown[] = [];
    for (const sql of ['INSERT', 'UPDATE', 'SELECT']) {
      client.send(query(sql));
      tags.push((await client.until('C')).at(-1)?.body.toString('latin1'));
      await client.until('Z');
    }
    expect(tags).toEqual(['INSERT\0', 'UPDATE\0', 'SELECT\0']);
  });

  it('answers queries that arrive in one piece, in order', async () => {
    const client = await start();
    client.send(query('ROWS'), query('BAD'), query('DELETE FROM t'));
    const answers = [await client.until('Z'), await client.until('Z'), await client.until('Z')];
    expect(answers.map(codes)).toEqual(['TDDCZ', 'EZ', 'TDCZ']);
  });
});

describe('extended query', () => {
  it('answers 1 t T m, then 2, then D* s Z', async () => {
    const client = await start();
    client.send(prepare('s', 'ROWS WHERE ? AND ?'));
    expect(codes(await client.until('m'))).toBe('1tTm');
    client.send(bind('s', ['a', null]), frame('H'));
    expect(codes(await client.until('2'))).toBe('2');
    client.send(execute, frame('H'), sync);
    expect(codes(await client.until('Z'))).toBe('DDsZ');
    expect(server.connections[0]?.openStatements).toBe(1);
    client.send(frame('C', 'S', cstr('s')), sync);
    expect(codes(await client.until('Z'))).toBe('3Z');
    expect(server.connections[0]?.openStatements).toBe(0);
    expect(server.transcript.of('bound')).toMatchObject([{ statement: 's', parameters: 2 }]);
  });

  it('describes parameters and a statement without rows', async () => {
    const client = await start();
    client.send(prepare('', 'COMMIT'));
    const [, parameters, nothing, command] = await client.until('m');
    expect(parameters?.body).toEqual(int16(0));
    expect(nothing?.code).toBe('n');
    expect(command?.body).toEqual(Buffer.concat([cstr('COMMIT'), int16(0), cstr('')]));
    client.send(prepare('two', 'ROWS WHERE ? AND ?'));
    expect((await client.until('t')).at(-1)?.body).toEqual(
      Buffer.concat([
        joined(int16(2), int32(0)),
        joined(byte(0), int32(9), int32(-1), int16(0)),
        joined(byte(0), int32(9), int32(-1), int16(0)),
      ]),
    );
  });

  it.each(['', '  -- nothing', '/* nothing */ ;'])(
    'prepares and runs the empty statement %j, without the backend',
    async (sql) => {
      const client = await start();
      client.send(prepare('s', sql), bind('s', []), execute, sync);
      expect(codes(await client.until('Z'))).toBe('1tnm2IZ');
      expect(server.transcript.statements()).toEqual([]);
    },
  );

  it('takes a statement name again for another text', async () => {
    const client = await start();
    client.send(prepare('s', 'ROWS'), prepare('s', 'ROWS'), bind('s', []), execute, sync);
    expect(codes(await client.until('Z'))).toBe('1tTm1tTm2DDsZ');
  });

  it('leaves everything out after an error, up to Sync', async () => {
    const client = await start();
    client.send(prepare('s', 'UNKNOWN'), bind('s', []), execute, sync);
    expect(codes(await client.until('Z'))).toBe('EZ');
    client.send(prepare('s', 'ROWS'), bind('s', []), execute, sync);
    expect(codes(await client.until('Z'))).toBe('1tTm2DDsZ');
    expect(server.transcript.statements()).toEqual(['ROWS']);
  });

  it.each([
    ['an unknown statement', [bind('x', [])], '26000'],
    ['an unknown portal', [execute], '34000'],
    ['too few values', [prepare('s', 'ROWS WHERE ? AND ?'), bind('s', ['a'])], '08P01'],
    ['COPY', [prepare('s', 'COPY t FROM LOCAL STDIN')], '0A000'],
    [
      'binary formats',
      [prepare('', 'ROWS'), frame('B', cstr(''), cstr(''), int16(1), int16(1), int16(0), int16(0))],
      '0A000',
    ],
  ])('refuses %s', async (_name, messages, sqlState) => {
    const client = await start();
    client.send(...messages, sync);
    const error = (await client.until('Z')).find(({ code }) => code === 'E');
    expect(error && fields(error)['C']).toBe(sqlState);
  });

  it('executes a prepared statement of the public driver again, and reports its errors', async () => {
    (await start()).close();
    const client = driverClient(server.port);
    await client.connect();
    const ask = (text: string) => client.query({ text, name: text, values: ['a', null] });
    for (let round = 0; round < 3; round += 1) {
      expect((await ask('ROWS WHERE ? AND ?')).rows).toHaveLength(2);
      await expect(ask('UNKNOWN ? ?')).rejects.toMatchObject({ code: '42601' });
    }
    expect(server.transcript.of('parsed')).toHaveLength(1);
    expect(server.connections[1]?.openStatements).toBe(1);
    await client.end();
  });
});

describe('bytes that are no protocol', () => {
  it('never bring the server down', async () => {
    (await start()).close();
    const noise = fc.uint8Array({ minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(noise, { minLength: 1, maxLength: 4 }),
        async (started, pieces) => {
          const client = await RawClient.connect(server.port);
          if (started) client.send(startup());
          client.send(...pieces.map((piece) => Buffer.from(piece)));
          client.socket.end();
          await client.ended;
        },
      ),
      { numRuns: 60 },
    );
    const client = await RawClient.ready(server.port);
    expect(await client.ask('ROWS')).toBe('TDDCZ');
    client.close();
    await server.untilUnused();
  });
});
