import { adapter } from '@vaultwright/vertica-adapter';
import { duckDbBackend, startVerticaTestServer } from '@vaultwright/vertica-testkit';
import { expect, it, vi } from 'vitest';
import { dataSet } from '../src/datasets/group_log/index.ts';

// Through the real driver to a test server; no Vertica takes part.
it('the test server accepts every statement of both models when it is asked to explain them', async () => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const server = await startVerticaTestServer({ backend: duckDbBackend({ replaceable: () => true }) });
  try {
    const { host, port } = server;
    const settings = { host, port, database: 'd', user: 'u', tls: { mode: 'disable' } };
    const vaults = Object.entries(dataSet.models).map(([name, vault]) => ({ name, vault }));
    const options = { only: ['connect'], explain: vaults };
    const { results } = (await adapter.verify?.(settings, options)) ?? { results: [] };
    expect(results.filter(({ status }) => status !== 'confirmed')).toEqual([]);
    for (const { name } of vaults)
      expect(results.filter(({ id }) => id.startsWith(`explain/${name}/`)).length).toBeGreaterThan(50);
  } finally {
    await server.close();
    vi.restoreAllMocks();
  }
});
