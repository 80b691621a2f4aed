import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { FaultPlan } from '../faults/fault-plan.ts';
import { Transcript } from '../transcript/transcript.ts';
import { Channel } from './channel.ts';
import { hostRefused } from './option-errors.ts';
import { ServedConnection } from './served-connection.ts';
import type { ServerSetup } from './server-setup.ts';
import type { VerticaTestServer, VerticaTestServerOptions } from './vertica-test-server.ts';

const loopback = '127.0.0.1';
const version3Point16 = 196624;

/**
 * Starts a server that speaks Vertica's wire protocol on a free port of this machine. It is not Vertica.
 *
 * Errors: `E-TESTKIT-HOST`.
 * Example: `const server = await startVerticaTestServer({ backend: scriptedBackend({ answers: {} }) });`
 */
export async function startVerticaTestServer(options: VerticaTestServerOptions): Promise<VerticaTestServer> {
  const { backend, host = loopback } = options;
  if (host !== loopback) throw hostRefused(host);
  const transcript = new Transcript();
  const faults = new FaultPlan(options.faults ?? []);
  const served: ServedConnection[] = [];
  const ends = new Set<Promise<void>>();
  const failures: unknown[] = [];

  const setup: ServerSetup = {
    backend,
    auth: options.auth ?? { method: 'none' },
    tls: options.tls,
    protocolVersion: options.protocolVersion ?? version3Point16,
    loadBalanceTo: options.loadBalanceTo,
    cancel(pid, key) {
      const target = served.find(
        (connection) => connection.stage === 'session' && connection.pid === pid && connection.key === key,
      );
      target?.cancel();
      return target !== undefined;
    },
  };

  const listener = createServer((socket) => {
    const connection = new ServedConnection(
      new Channel(served.length + 1, socket, transcript, faults),
      setup,
    );
    served.push(connection);
    const end = connection.serve().catch((error: unknown) => void failures.push(error));
    ends.add(end);
    void end.then(() => ends.delete(end));
  });
  listener.listen(0, loopback);
  await once(listener, 'listening');

  const untilUnused = async (): Promise<void> => {
    while (ends.size > 0) await Promise.all(ends);
  };
  let closing: Promise<void> | undefined;
  const shut = async (): Promise<void> => {
    const closed = once(listener, 'close');
    listener.close();
    await Promise.all(served.map(({ channel }) => channel.destroy('server-closed')));
    await untilUnused();
    await closed;
    await backend.close();
    if (failures.length > 0) throw failures[0];
  };
  const close = (): Promise<void> => (closing ??= shut());

  return {
    host: loopback,
    port: (listener.address() as AddressInfo).port,
    transcript,
    get connections() {
      return served.map(({ channel, stage, openStatements }) => ({
        id: channel.id,
        stage,
        secure: channel.secure,
        openStatements,
      }));
    },
    get openConnections() {
      return served.filter(({ channel }) => channel.open).length;
    },
    inject: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    untilUnused,
    close,
    [Symbol.asyncDispose]: close,
  };
}
