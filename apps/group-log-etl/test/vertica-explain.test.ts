import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { duckDbBackend, startVerticaTestServer, type VerticaTestServer } from '@vaultwright/vertica-testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { dataSet } from '../src/datasets/group_log/index.ts';
import { CommandFolder } from './support/command-folder.ts';

interface Report {
  readonly results: readonly {
    readonly id: string;
    readonly status: string;
    readonly sqlState: string | null;
  }[];
}

let folder: CommandFolder;
let server: VerticaTestServer;
beforeAll(async () => {
  folder = await CommandFolder.open();
  server = await startVerticaTestServer({ backend: duckDbBackend({ replaceable: () => true }) });
  const { host, port } = server;
  await folder.configure({ vertica: { host, port, database: 'd', user: 'u', tls: { mode: 'disable' } } });
});
afterEach(() => server.clearFaults());
afterAll(async () => {
  await folder.close();
  await server.close();
});

async function explain(): Promise<{ exitCode: number | null; out: string; err: string; report: Report }> {
  const words = ['--target', 'vertica', '--only', 'connect', '--explain', '--out', 'verify.json'];
  const printed = await folder.run('verify', ...words);
  return {
    ...printed,
    report: JSON.parse(await readFile(join(folder.path, 'verify.json'), 'utf8')) as Report,
  };
}

// Through the command and the real driver to the test server of this repository; no Vertica takes part.
it('the command asks for a plan of every statement of both models, and all are accepted', async () => {
  const { exitCode, out, err, report } = await explain();
  expect({ exitCode, err }).toEqual({
    exitCode: 0,
    err: expect.stringContaining('names tables of your data sets') as string,
  });
  expect(report.results.filter(({ status }) => status !== 'confirmed')).toEqual([]);
  for (const name of Object.keys(dataSet.models)) {
    const asked = report.results.filter(({ id }) => id.startsWith(`explain/group_log.${name}/`));
    expect(asked.length).toBeGreaterThan(50);
  }
  expect(out).toMatch(/^confirmed {2}explain\/every-kind\/hubs\/h_person\//m);
});

it('the command fails on a refused statement, and shows its state and message', async () => {
  server.inject({
    at: 'statement',
    phase: 'before',
    sql: /^explain insert into "[^"]+"\."h_users"/,
    do: 'error',
    sqlState: '0A000',
    message: 'Subqueries in the ON clause are not supported',
  });
  const { exitCode, out, report } = await explain();
  expect(exitCode).toBe(1);
  expect(out).toMatch(
    /^refuted {4}explain\/group_log\.\S+\/hubs\/h_users\/\S+ +expected accepted, observed 0A000 Subqueries in the ON/m,
  );
  const refused = report.results.filter(({ status }) => status === 'refuted');
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(({ sqlState }) => sqlState))).toEqual(new Set(['0A000']));
});
