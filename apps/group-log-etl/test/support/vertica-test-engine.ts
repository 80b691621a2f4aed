import { adapter } from '@vaultwright/vertica-adapter';
import { duckDbBackend, startVerticaTestServer, type VerticaTestServer } from '@vaultwright/vertica-testkit';
import type { RoadEngine } from './social-road.ts';

/** The Vertica adapter with the real driver on a test server of its own. No Vertica takes part. */
export interface VerticaTestEngine extends RoadEngine {
  readonly server: VerticaTestServer;
  close(): Promise<void>;
}

/** Starts an empty server on which whatever would commit inside a batch fails. */
export async function startVerticaTestEngine(): Promise<VerticaTestEngine> {
  const server = await startVerticaTestServer({
    backend: duckDbBackend({ strictTransactions: true }),
  });
  const { host, port } = server;
  return {
    adapter,
    server,
    settings: { host, port, database: 'test', user: 'tester', tls: { mode: 'disable' } },
    close: () => server.close(),
  };
}
