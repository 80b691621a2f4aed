import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { FaultPlan } from '../faults/fault-plan.ts';
import { Transcript } from '../transcript/transcript.ts';
import { hostRefused, portRefused } from './option-errors.ts';
import { ServedConnections } from './served-connections.ts';
import type { ServerSetup } from './server-setup.ts';
import type { VerticaTestServer, VerticaTestServerOptions } from './vertica-test-server.ts';

const loopback = '127.0.0.1';
const version3Point16 = 196624;

/**
 * Starts a server that speaks Vertica's wire protocol on this machine, on a free port unless one is given. It is not Vertica.
 *
 * Errors: `E-TESTKIT-HOST`, `E-TESTKIT-PORT`.
 * Example: `const server = await startVerticaTestServer({ backend: scriptedBackend({ answers: {} }) });`
 */
export async function startVerticaTestServer(options: VerticaTestServerOptions): Promise<VerticaTestServer> {
  const { backend, host = loopback, port = 0 } = options;
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

  // Answers are many small messages: without this, each would wait for the client's acknowledgement.
  const listener = createServer({ noDelay: true }, (socket) => connections.serve(socket, setup));
  await listen(listener, port);

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

  const bound = (listener.address() as AddressInfo).port;
  return {
    host: loopback,
    port: bound,
    connection: {
      host: loopback,
      port: bound,
      database: 'test',
      tls_mode: options.tls === undefined ? 'disable' : 'require',
    },
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

async function listen(listener: Server, port: number): Promise<void> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw portRefused(String(port));
  try {
    listener.listen(port, loopback);
    await once(listener, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw portRefused(`${port}, which another program listens on`, error);
    if (code === 'EACCES') throw portRefused(`${port}, which this user may not listen on`, error);
    throw error;
  }
}
