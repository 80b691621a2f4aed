import { duckDbBackend, startVerticaTestServer, type VerticaTestServer } from '@vaultwright/vertica-testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { assumptions } from '../assumptions.ts';
import { probeOf } from './probe-of.ts';
import { plannerProbes } from './probes/planner.ts';
import { verifyVertica } from './verify-vertica.ts';

let server: VerticaTestServer;
let settings: Readonly<Record<string, unknown>>;
beforeEach(async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  server = await startVerticaTestServer({
    backend: duckDbBackend({
      lockTimeoutMs: 1000,
      replaceable: ({ name }) => name === 'held' || name === 'ex',
      // The probes ask what the loader never does.
      allow: ['update-target'],
    }),
  });
  const { host, port } = server;
  settings = { host, port, database: 'secret-db', user: 'secret-user', tls: { mode: 'disable' } };
});
afterEach(async () => {
  await server.close();
  vi.restoreAllMocks();
});

const schemasOf = () => {
  const statements = server.transcript.statements();
  const named = (verb: RegExp) => statements.flatMap((sql) => verb.exec(sql)?.[1] ?? []);
  return {
    created: named(/^create schema (?:if not exists )?"([^"]+)"/),
    dropped: named(/^drop schema if exists "([^"]+)" cascade/),
  };
};

describe('verify, against the test server', () => {
  it('has one probe per assumption', () => {
    expect(Object.keys(probeOf).toSorted()).toEqual(assumptions.map(({ id }) => id).toSorted());
  });

  it('asks every claim: none breaks, and what the test server lacks is skipped', async () => {
    const report = await verifyVertica(settings);
    const of = (status: string) => report.results.filter((result) => result.status === status);
    // The engine behind the server stores it.
    expect(of('refuted').map(({ id }) => id)).toEqual(['int-min']);
    expect(of('error').map(({ id, observed }) => [id, observed])).toEqual([]);
    // Nothing is behind the test server that plans queries.
    expect(of('skipped').map(({ id }) => id)).toEqual(expect.arrayContaining(Object.keys(plannerProbes)));
    expect(
      of('skipped')
        .map(({ id }) => id)
        .filter((id) => !Object.hasOwn(plannerProbes, id))
        .toSorted(),
    ).toEqual([
      'copy-commit',
      'copy-s3',
      'default-role',
      'for-update',
      'hash-native-null',
      'ident-128',
      'ksafe-single',
      'local-join',
      'lock-table',
      'multi-row-values',
      'numeric-default',
      'pk-disabled',
      'rejected-as-table-local',
      'savepoint',
      'with-inline',
    ]);
    expect(report.results.map(({ id }) => id)).toEqual([...assumptions.map(({ id }) => id), 'load-twice']);
    expect(report.server).toMatchObject({ emulator: true });
    expect(report.tls).toBe('disable');
    const text = JSON.stringify(report);
    for (const secret of ['secret-db', 'secret-user', '127.0.0.1']) expect(text).not.toContain(secret);
    const { created, dropped } = schemasOf();
    expect(new Set(created).size).toBe(1);
    expect(created[0]).toMatch(/^vaultwright_verify_[0-9a-f]{16}$/);
    expect(dropped).toEqual([created[0]]);
    await server.untilUnused();
  });

  it('tells a claim that holds from one that does not, and asks only for what it is told to', async () => {
    const { results } = await verifyVertica(settings, { only: ['int-min', 'numeric-text'] });
    expect(results.map(({ id, status, expected, observed }) => [id, status, expected, observed])).toEqual([
      ['numeric-text', 'confirmed', '1.500', '1.500'],
      ['int-min', 'refuted', 'refused', 'stored'],
    ]);
  });

  it('drops its schema when a probe loses its connection', async () => {
    server.inject({ at: 'statement', phase: 'before', sql: /'a' \|\| null/, do: 'reset' });
    const { results } = await verifyVertica(settings, { only: ['concat-null', 'cast-truncate'] });
    expect(results.map(({ id, status }) => [id, status])).toEqual([
      ['cast-truncate', 'confirmed'],
      ['concat-null', 'error'],
    ]);
    const { created, dropped } = schemasOf();
    expect(dropped).toEqual(created);
  });

  it('drops its schema when it is stopped', async () => {
    const stop = new AbortController();
    void server.transcript
      .until(
        (entry) =>
          entry.kind === 'statement' &&
          entry.sql.includes('cast-trunc') === false &&
          entry.sql.includes("'abcdef'"),
      )
      .then(() => stop.abort(new Error('stopped by a person')));
    await expect(
      verifyVertica(settings, { only: ['cast-truncate', 'concat-null'], signal: stop.signal }),
    ).rejects.toThrow('stopped by a person');
    const { created, dropped } = schemasOf();
    expect(created).toHaveLength(1);
    expect(dropped).toEqual(created);
  });

  it('says which schema is left when it cannot be dropped', async () => {
    server.inject({ at: 'statement', phase: 'before', sql: /^drop schema/, do: 'reset' });
    await expect(verifyVertica(settings, { only: ['concat-null'] })).rejects.toMatchObject({
      code: 'E-WH-LEFT-BEHIND',
      found: expect.stringMatching(/^vaultwright_verify_/) as string,
    });
  });
});
