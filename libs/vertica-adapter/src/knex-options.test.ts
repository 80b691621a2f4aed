import makeKnex, { type Knex } from 'knex';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import {
  doneOf,
  oid,
  rowsOf,
  scriptedBackend,
  startVerticaTestServer,
  type VerticaTestServer,
} from '@vaultwright/vertica-testkit';
import { VerticaKnexClient, type VerticaKnexSettings } from './vertica-knex-client.ts';

const caught = (promise: PromiseLike<unknown>): PromiseLike<unknown> =>
  promise.then(
    (value) => value,
    (error: unknown) => error,
  );

let server: VerticaTestServer;
let warned: MockInstance<typeof process.emitWarning>;
const opened: Knex[] = [];
beforeEach(async () => {
  warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  server = await startVerticaTestServer({
    backend: scriptedBackend({
      rules: [
        { when: /^(?:alter session|set) /i, answer: doneOf('SET') },
        { when: 'select 7', answer: rowsOf({ n: oid.int, open: oid.bool }, [['-7', true]]) },
        { when: /^select/, answer: rowsOf({ n: oid.int }, [['9007199254740992']]) },
      ],
    }),
  });
});
afterEach(async () => {
  for (const knex of opened.splice(0)) await knex.destroy();
  await server.close();
  vi.restoreAllMocks();
});

function knexWith(integers?: string, log?: Knex.Logger): Knex {
  const settings = {
    host: server.host,
    port: server.port,
    database: 'd',
    user: 'u',
    tls: { mode: 'disable' },
    ...(integers === undefined ? {} : { integers: integers as never }),
  } satisfies VerticaKnexSettings;
  const connection = settings as Knex.StaticConnectionConfig;
  const knex = makeKnex({ client: VerticaKnexClient, connection, ...(log === undefined ? {} : { log }) });
  opened.push(knex);
  return knex;
}

describe('integers of the knex client', () => {
  it.each([
    [undefined, -7n, 9007199254740992n],
    ['bigint', -7n, 9007199254740992n],
    ['string', '-7', '9007199254740992'],
  ])('come as %s', async (form, small, large) => {
    const knex = knexWith(form);
    expect(await knex.raw('select 7')).toMatchObject({ rows: [{ n: small, open: true }] });
    expect(await knex('s.t').select('n')).toEqual([{ n: large }]);
  });

  it('come as number, and one that would be rounded is refused without being shown', async () => {
    const knex = knexWith('number');
    expect(await knex.raw('select 7')).toMatchObject({ rows: [{ n: -7, open: true }] });
    const refused = await caught(knex('s.t').select('n'));
    expect(refused).toMatchObject({ code: 'E-KNEX-INTEGER', where: 'column "n" of a result' });
    expect(String(refused)).not.toContain('9007199254740992');
  });

  it('come in no other form', async () => {
    expect(await caught(knexWith('float').raw('select 7'))).toMatchObject({
      code: 'E-CONFIG-VERTICA',
      found: expect.stringContaining('integers: found') as string,
    });
  });
});

describe('what knex has to say', () => {
  it('is a warning of the process, and nothing is printed', async () => {
    const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await knexWith()('s.t')
      .select('n')
      .limit('all' as never);
    expect(warned.mock.calls.map(([message]) => String(message))).toEqual([
      'A valid integer must be provided to limit',
      expect.stringContaining('TLS mode disable') as string,
    ]);
    expect(printed).not.toHaveBeenCalled();
  });

  it('is not said of a failure that the query tells itself', async () => {
    server.inject({ at: 'startup', do: 'close' });
    expect(await caught(knexWith().raw('select 7'))).toMatchObject({ family: 'warehouse' });
    expect(warned.mock.calls.filter(([message]) => String(message).includes('Acquire'))).toEqual([]);
  });

  it('goes where the user says, all of it', async () => {
    server.inject({ at: 'startup', do: 'close' });
    const heard: string[] = [];
    await caught(
      knexWith(undefined, { warn: (message) => void heard.push(String(message)) }).raw('select 7'),
    );
    expect(heard.some((message) => message.startsWith('Acquire connection error'))).toBe(true);
    expect(warned).not.toHaveBeenCalled();
  });
});
