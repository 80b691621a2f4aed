import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ClientTarget } from './client-target.ts';
import { ProtocolViolation } from './connection-failure.ts';
import type {
  DriverClient,
  DriverConnection,
  DriverModule,
  VerifyFilesMessage,
  WriteFileMessage,
} from './driver-module.ts';
import { guardSocketListeners } from './guard-socket-listeners.ts';
import type { ReadyState } from './ready-state.ts';
import type { RunningCopy } from './running-copy.ts';
import { valueParsers } from './value-parsers.ts';

/** What a client needs besides its target; the same objects watch and steer it. */
interface ClientGuards {
  readonly socket: Socket;
  readonly copy: RunningCopy;
  readonly ready: ReadyState;
  readonly destroy: (reason: Error) => void;
}

/** One client of the driver with every dangerous member replaced; it is not yet connected. */
export function createGuardedClient(
  driver: DriverModule,
  target: ClientTarget,
  guards: ClientGuards,
): DriverClient {
  const Client = guardedClass(driver, target, guards);
  const client = new Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: target.password,
    stream: guards.socket,
    types: valueParsers,
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    connectionTimeoutMillis: 0,
    client_label: target.label,
    // With a configuration of our own the driver never looks at its mode.
    tls_mode: 'disable',
    ...(target.tls === undefined ? {} : { tls_config: target.tls }),
  });
  dropEnvironment(client, target);
  guardConnection(client.connection, guards);
  return client;
}

function guardedClass(
  driver: DriverModule,
  { address }: ClientTarget,
  { copy, ready }: ClientGuards,
): DriverModule['Client'] {
  return class GuardedClient extends driver.Client {
    override _resolveHost(node: { readonly port: number }): Promise<{ host: string; port: number }[]> {
      return Promise.resolve([{ host: address, port: node.port }]);
    }

    override _handleLoadFile(): void {
      throw new ProtocolViolation('the server asked for a file of this machine');
    }

    override _handleVerifyFiles(message: VerifyFilesMessage): void {
      copy.checkFiles(message);
      super._handleVerifyFiles(message);
    }

    // The driver's own keeps only the last message of several, and would write to any path.
    override _handleWriteFile(message: WriteFileMessage): void {
      copy.takeRejectedRows(message);
    }

    override _handleCopyInResponse(message: unknown): void {
      copy.checkRowsWanted();
      super._handleCopyInResponse(message);
    }

    override _handleReadyForQuery(message: { readonly status?: string }): void {
      ready.answer(message.status, () => super._handleReadyForQuery(message));
    }
  };
}

/** The driver fills what it was not given from `V_*` variables; nothing of a connection may come from there. */
function dropEnvironment(client: DriverClient, target: ClientTarget): void {
  client.backup_server_node = [];
  client.oauth_access_token = '';
  client.workload = '';
  client.password = target.password;
  Object.assign(client.connectionParameters, {
    binary: false,
    options: undefined,
    replication: undefined,
    workload: '',
    password: target.password,
    oauth_access_token: '',
    backup_server_node: [],
  });
}

function guardConnection(connection: DriverConnection, { ready, destroy }: ClientGuards): void {
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => guardSocketListeners(stream, () => attach(stream), destroy);
  const sync = connection.sync.bind(connection);
  connection.sync = () => ready.sync(sync);
  const startup = connection.startup.bind(connection);
  connection.startup = (parameters) => {
    // Nothing, not even the user's name, is written before the server has proven who it is.
    const { stream } = connection;
    if (stream instanceof TLSSocket) stream.once('secureConnect', () => startup(parameters));
    else startup(parameters);
  };
}
