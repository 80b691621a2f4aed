import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { FaultPlan } from '../faults/fault-plan.ts';
import { Transcript } from '../transcript/transcript.ts';
import { hostRefused } from './option-errors.ts';
import { ServedConnections } from './served-connections.ts';
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
  const connections = new ServedConnections(transcript, faults);
  const setup: ServerSetup = {
    backend,
    auth: options.auth ?? { method: 'none' },
    tls: options.tls,
    protocolVersion: options.protocolVersion ?? version3Point16,
    loadBalanceTo: options.loadBalanceTo,
    cancel: (pid, key) => connections.cancel(pid, key),
  };

  const listener = createServer((socket) => connections.serve(socket, setup));
  listener.listen(0, loopback);
  await once(listener, 'listening');

  const shut = async (): Promise<void> => {
    const closed = once(listener, 'close');
    listener.close();
    await connections.destroyAll();
    await closed;
    await backend.close();
    if (connections.failures.length > 0) throw connections.failures[0];
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= shut());

  return {
    host: loopback,
    port: (listener.address() as AddressInfo).port,
    transcript,
    get connections() {
      return connections.all;
    },
    get openConnections() {
      return connections.openCount;
    },
    inject: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    untilUnused: () => connections.untilUnused(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
