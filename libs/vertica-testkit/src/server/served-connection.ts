import { randomInt } from 'node:crypto';
import { BackendError } from '../backend/sql-backend.ts';
import { serverMessage } from '../wire/server-message.ts';
import type { StartupPacket } from '../wire/startup-packet.ts';
import { WireError } from '../wire/wire-error.ts';
import { answerQuery } from './answer-query.ts';
import { authenticate } from './authenticate.ts';
import type { Channel } from './channel.ts';
import { PreparedStatements } from './prepared-statements.ts';
import type { ServerSetup } from './server-setup.ts';
import { SessionLine } from './session-line.ts';
import { ConnectionClosed } from './socket-reader.ts';
import { receiveStartup } from './startup.ts';

/** One client's connection from its first byte to its last. */
export class ServedConnection {
  readonly channel: Channel;
  /** Names the connection in a CancelRequest. */
  readonly pid = randomInt(1, 2 ** 31);
  readonly key = randomInt(1, 2 ** 31);
  readonly #setup: ServerSetup;
  #stage: 'handshake' | 'session' = 'handshake';
  #line: SessionLine | undefined;
  #statements: PreparedStatements | undefined;
  #leftOpen = 0;

  constructor(channel: Channel, setup: ServerSetup) {
    this.channel = channel;
    this.#setup = setup;
  }

  get stage(): 'handshake' | 'session' | 'ended' {
    return this.channel.open ? this.#stage : 'ended';
  }

  get openStatements(): number {
    return this.#statements?.open ?? this.#leftOpen;
  }

  cancel(): void {
    this.#line?.cancel();
  }

  /** Settles when the connection is over and its session closed. Errors: what the session's `close` throws. */
  async serve(): Promise<void> {
    const { channel } = this;
    try {
      await this.#talk();
    } catch (error) {
      await this.#giveUp(error);
    } finally {
      await channel.destroy('disconnect');
      channel.record({ kind: 'ended', how: channel.end });
      await this.#line?.close();
      this.#forget();
    }
  }

  /** The server keeps connections that are over; what their sessions read would pile up. */
  #forget(): void {
    this.#leftOpen = this.openStatements;
    this.#statements = undefined;
    this.#line = undefined;
  }

  async #talk(): Promise<void> {
    const { channel } = this;
    await channel.reach({ at: 'connect' });
    const startup = await receiveStartup(channel, this.#setup);
    if (!startup) return channel.close('terminate');
    await channel.reach({ at: 'startup' });
    channel.protocolVersion = Math.min(startup.protocolVersion, this.#setup.protocolVersion);
    await authenticate(channel, this.#setup.auth, startup.parameters.get('user') ?? '');
    const line = await this.#openSession(startup.parameters);
    await this.#greet(line);
    this.#stage = 'session';
    await this.#converse(line, new PreparedStatements(channel, line));
  }

  async #openSession(
    parameters: Extract<StartupPacket, { name: 'Startup' }>['parameters'],
  ): Promise<SessionLine> {
    const { backend, tls } = this.#setup;
    const session = await backend.open(parameters, {
      protocolVersion: this.channel.protocolVersion,
      tlsMode: tls === undefined ? 'DISABLE' : tls.mutual === true ? 'VERIFY_CA' : 'ENABLE',
    });
    this.#line = new SessionLine(session, this.channel);
    return this.#line;
  }

  async #greet(line: SessionLine): Promise<void> {
    const { channel } = this;
    if ((await channel.reach({ at: 'parameters' })) === 'proceed') {
      await channel.send(serverMessage.parameterStatus('protocol_version', String(channel.protocolVersion)));
    }
    await channel.send(serverMessage.backendKeyData(this.pid, this.key));
    await channel.send(serverMessage.readyForQuery(line.session.status));
  }

  async #converse(line: SessionLine, statements: PreparedStatements): Promise<void> {
    const { channel } = this;
    this.#statements = statements;
    // After an error in an extended query everything up to Sync is left out.
    let untilSync = false;
    for (;;) {
      const message = await channel.receive();
      switch (message.name) {
        case 'Terminate':
          return channel.close('terminate');
        case 'Query': {
          untilSync = false;
          const answered = await this.#reportErrors(() => answerQuery(channel, line, message.sql));
          if (answered !== 'replaced') await this.#ready(line, message.sql);
          break;
        }
        case 'Sync':
          untilSync = false;
          await this.#ready(line, statements.takeLastRun());
          break;
        case 'Parse':
        case 'Describe':
        case 'Bind':
        case 'Execute':
        case 'Close':
          if (!untilSync) {
            untilSync = (await this.#reportErrors(() => statements.answer(message))) === 'failed';
          }
          break;
        case 'Password':
          throw new WireError('a password that nobody asked for');
        default:
        // Flush needs nothing here: every answer leaves at once. What a client still sends for a COPY that
        // has already failed is thrown away, as is its answer to a message that a fault made up.
      }
    }
  }

  async #ready(line: SessionLine, sql: string | undefined): Promise<void> {
    await this.channel.send(serverMessage.readyForQuery(line.session.status));
    if (sql !== undefined) await this.channel.reach({ at: 'ready', sql });
  }

  /** Sends an error of the backend to the client and goes on, unless it is fatal. */
  async #reportErrors<T>(work: () => Promise<T>): Promise<T | 'failed'> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof BackendError) || error.severity === 'FATAL') throw error;
      await this.#sendError(error);
      return 'failed';
    }
  }

  async #sendError({ severity, sqlState, message }: BackendError): Promise<void> {
    await this.channel.send(serverMessage.error({ severity, sqlState, message }));
  }

  /** Says why, as far as the client still listens, and ends the connection. */
  async #giveUp(error: unknown): Promise<void> {
    if (error instanceof ConnectionClosed) return;
    const { channel } = this;
    const how = error instanceof WireError ? 'violation' : 'refused';
    if (error instanceof WireError) channel.record({ kind: 'violation', reason: error.message });
    try {
      await this.#sendError(fatal(error));
      await channel.close(how);
    } catch (closed) {
      if (!(closed instanceof ConnectionClosed)) throw closed;
    }
  }
}

function fatal(error: unknown): BackendError {
  if (error instanceof BackendError) return new BackendError(error.message, error.sqlState, 'FATAL');
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof WireError) return new BackendError(`Protocol violation: ${reason}`, '08P01', 'FATAL');
  return new BackendError(`The test server's backend failed: ${reason}`, 'XX000', 'FATAL');
}
