import { readFileSync } from 'node:fs';
import makeKnex, { type Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { duckDbBackend, startVerticaTestServer, type VerticaTestServer } from '@vaultwright/vertica-testkit';
import { VerticaKnexClient } from './vertica-knex-client.ts';

const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const block = /## Queries with knex\n[^]*?```js\n([^]*?)```/.exec(page)?.[1] ?? '';
/** Each call with what the page says it gives; null where it says nothing. */
const calls = block
  .trim()
  .split(/\n(?=await )/)
  .map((text) => text.split('; // → '))
  .map(([call = '', given]) => [call.replace(/^await |;$/g, ''), given ?? null] as const);

/** Runs a call of the page as JavaScript. */
const evaluated = (text: string, knex: Knex): unknown =>
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the page is ours, and its text is what is tested
  (new Function('knex', `return (${text})`) as (given: Knex) => unknown)(knex);

describe('the knex calls of the README', () => {
  let server: VerticaTestServer;
  let knex: Knex;
  beforeAll(async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    // The loader updates and deletes bookkeeping only; the page shows what people do.
    server = await startVerticaTestServer({
      backend: duckDbBackend({ allow: ['update-target', 'delete-target'] }),
    });
    const { host, port } = server;
    const settings = { host, port, database: 'd', user: 'u', tls: { mode: 'disable' }, integers: 'number' };
    knex = makeKnex({ client: VerticaKnexClient, connection: settings as Knex.StaticConnectionConfig });
  });
  afterAll(async () => {
    await knex.destroy();
    await server.close();
    vi.restoreAllMocks();
  });

  it('are twenty or more, and all but the definitions say what they give', () => {
    expect(calls.length).toBeGreaterThanOrEqual(20);
    expect(calls.filter(([, given]) => given === null).map(([call]) => call)).toEqual([
      expect.stringContaining('create schema') as string,
      expect.stringContaining('create table') as string,
    ]);
  });

  // One after another: later lines see the rows of earlier ones.
  it.each(calls)('%s', async (call, given) => {
    const answer = await evaluated(call, knex);
    if (given !== null) expect(answer).toEqual(evaluated(given, knex));
  });
});
