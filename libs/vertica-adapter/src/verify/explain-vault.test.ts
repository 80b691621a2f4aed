import { readdirSync, readFileSync } from 'node:fs';
import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  derive,
  text,
  withDerived,
  type Vault,
} from '@vaultwright/datavault-core';
import { duckDbBackend, startVerticaTestServer, type VerticaTestServer } from '@vaultwright/vertica-testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { everyKind } from './every-kind.ts';
import { verifyVertica } from './verify-vertica.ts';

const examples = new URL('../../../../docs/concepts/examples/', import.meta.url);
const kindList = new URL('../../../datavault-core/src/vault/kinds.ts', import.meta.url);

let server: VerticaTestServer;
const running = async (options: Parameters<typeof duckDbBackend>[0] = { replaceable: () => true }) => {
  server = await startVerticaTestServer({ backend: duckDbBackend(options) });
  const { host, port } = server;
  return { host, port, database: 'd', user: 'u', tls: { mode: 'disable' } };
};
beforeEach(() => void vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined));
afterEach(async () => {
  await server.close();
  vi.restoreAllMocks();
});

/** Schemas that statements of a form name. */
const named = (form: RegExp): string[] => [
  ...new Set(server.transcript.statements().flatMap((sql) => form.exec(sql)?.[1] ?? [])),
];
const only = ['connect'];

describe('the vault of every kind', () => {
  it('has an entity of each kind in the list of the core', async () => {
    await running();
    const kinds = [...readFileSync(kindList, 'utf8').matchAll(/export \{ (\w+) \}/g)].map(([, kind]) =>
      String(kind),
    );
    expect(kinds.length).toBeGreaterThan(15);
    expect([...new Set(everyKind.entities.map(({ kind }) => kind))].toSorted()).toEqual(kinds.toSorted());
  });
});

describe('verify with explain, against the test server', () => {
  it('asks for the plan of every statement, writes no row and drops its schemas', async () => {
    const { results } = await verifyVertica(await running(), { only, explain: [] });
    const asked = results.filter(({ id }) => id.startsWith('explain/every-kind/'));
    expect(asked.filter(({ status }) => status !== 'confirmed')).toEqual([]);
    expect(asked.length).toBe(results.length - 1);
    expect(asked.length).toBeGreaterThan(100);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
    expect(asked.map(({ id }) => id)).toContain('explain/every-kind/define/dds.h_person');
    expect(JSON.stringify(asked)).not.toContain('vaultwright_verify_');
    expect(asked.some(({ id }) => id.startsWith('explain/every-kind/refresh/'))).toBe(true);
    const statements = server.transcript.statements();
    expect(statements.filter((sql) => sql.startsWith('explain insert')).length).toBeGreaterThan(30);
    expect(statements.filter((sql) => /^(?:insert|delete|update|copy)\b/.test(sql))).toEqual([]);
    expect(named(/^drop schema if exists "([^"]+)"/).toSorted()).toEqual(
      named(/^create schema (?:if not exists )?"([^"]+)"/).toSorted(),
    );
  });

  it('finds every statement of the concept examples accepted', async () => {
    const names = readdirSync(examples).filter((file) => file.endsWith('.ts'));
    const explain = await Promise.all(
      names.map(async (file) => {
        const { vault } = (await import(new URL(file, examples).href)) as { readonly vault: Vault };
        return { name: file, vault };
      }),
    );
    const { results } = await verifyVertica(await running(), { only, explain });
    expect(results.filter(({ status }) => status !== 'confirmed')).toEqual([]);
    for (const name of names) expect(results.some(({ id }) => id.startsWith(`explain/${name}/`))).toBe(true);
  });

  it('shows a refused statement with its state and message, and goes on', async () => {
    const settings = await running();
    server.inject({
      at: 'statement',
      phase: 'before',
      sql: /^explain insert into "[^"]+"\."s_phone"/,
      do: 'error',
      sqlState: '0A000',
      message: 'Non-equality correlated subquery expression is not supported',
    });
    const { results } = await verifyVertica(settings, { only, explain: [] });
    const refused = results.filter(({ status }) => status === 'refuted');
    expect(refused.map(({ id }) => id)).toEqual([
      expect.stringMatching(/^explain\/every-kind\/satellites\/s_phone\//) as string,
    ]);
    expect(refused[0]).toMatchObject({
      expected: 'accepted',
      observed: 'Non-equality correlated subquery expression is not supported',
      sqlState: '0A000',
    });
    expect(results.at(-1)?.status).toBe('confirmed');
  });

  it('finds a statement that the planner is expected to refuse, here by SQL of the metadata', async () => {
    const people = withDerived(defineSource('people', { columns: { id: text(9) } }), () => ({
      older: derive.sql({ vertica: 'count(*)' }, { kind: 'int' }, false),
    }));
    const hub = defineHub('h_person', { from: people, businessKey: { id: 'id' } });
    const satellite = defineSatellite('s_person', { of: hub, from: people, payload: ['older'] });
    const vault = defineVault('planted', { entities: [hub, satellite] });
    const { results } = await verifyVertica(await running(), { only, explain: [{ name: 'own', vault }] });
    const refused = results.filter(({ status }) => status === 'refuted');
    expect(refused.map(({ id, sqlState }) => [id, sqlState])).toEqual([
      ['explain/own/stage/people', '0A000'],
    ]);
    expect(refused[0]?.observed).toContain('lint rule ungrouped-column');
  });

  it('shows what the lint of the test server refuses as refused, not as skipped', async () => {
    const { results } = await verifyVertica(await running({}), { only, explain: [] });
    const refused = results.filter(({ status }) => status !== 'confirmed');
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, observed, sqlState } of refused) {
      expect([status, sqlState]).toEqual(['refuted', '0A000']);
      expect(observed).toContain('lint rule delete-target');
    }
  });

  it('drops its schemas when it is stopped', async () => {
    const settings = await running();
    const stop = new AbortController();
    void server.transcript
      .until((entry) => entry.kind === 'statement' && entry.sql.startsWith('explain'))
      .then(() => stop.abort(new Error('stopped by a person')));
    await expect(verifyVertica(settings, { only, explain: [], signal: stop.signal })).rejects.toThrow(
      'stopped by a person',
    );
    const created = named(/^create schema (?:if not exists )?"([^"]+)"/);
    expect(created).toHaveLength(3);
    expect(named(/^drop schema if exists "([^"]+)"/).toSorted()).toEqual(created.toSorted());
  });
});
