import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FaultPlan, ReachedMoment } from '../faults/fault-plan.ts';
import type { EndOfConnection, TranscriptEvent } from '../transcript/transcript-entry.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { type ClientMessage, readClientMessage } from '../wire/client-message.ts';
import { serverMessageName } from '../wire/server-message.ts';
import { type StartupPacket, readStartupPacket } from '../wire/startup-packet.ts';
import { WireError } from '../wire/wire-error.ts';
import { performFault } from './perform-fault.ts';
import { ConnectionClosed, SocketReader } from './socket-reader.ts';
import { type TlsOptions, secureSocket } from './secure-socket.ts';

/** Units: bytes. */
const maxStartup = 64 * 1024;
const maxMessage = 256 * 1024 * 1024;
const maxUnsent = 1024 * 1024;

/** Lowest version that clients of this protocol accept: 3.5. */
const lowestProtocolVersion = 0x00030005;

/** One connection: whole messages in and out, every one of them written down, faults at their moments. */
export class Channel {
  /** Counted from 1. */
  readonly id: number;
  /** Decides the layout of some messages. */
  protocolVersion = lowestProtocolVersion;
  readonly #raw: Socket;
  readonly #transcript: Transcript;
  readonly #faults: FaultPlan;
  readonly #pending = new Set<(reason: Error) => void>();
  readonly #gone: Promise<void>;
  #socket: Duplex;
  #reader: SocketReader;
  #secure = false;
  #closed = false;
  #corked = false;
  #received = 0;
  #sent = 0;
  #end: EndOfConnection | undefined;

  constructor(id: number, socket: Socket, transcript: Transcript, faults: FaultPlan) {
    this.id = id;
    this.#raw = socket;
    this.#socket = socket;
    this.#transcript = transcript;
    this.#faults = faults;
    this.#reader = new SocketReader(socket);
    // An error is followed by `close`, which is what counts.
    socket.on('error', () => undefined);
    this.#gone = new Promise((resolve) => socket.once('close', () => resolve(this.#onClose())));
    this.record({ kind: 'connected' });
  }

  get secure(): boolean {
    return this.#secure;
  }

  get open(): boolean {
    return !this.#closed;
  }

  /** How the connection ended or ends. */
  get end(): EndOfConnection {
    return this.#end ?? 'disconnect';
  }

  record(event: TranscriptEvent): void {
    this.#transcript.record(this.id, event);
  }

  /** Settles as the work does, or fails as soon as the connection is gone. Errors: `ConnectionClosed`. */
  whileOpen<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#closed) reject(new ConnectionClosed('the client is gone'));
      this.#pending.add(reject);
      work.then(resolve, reject).finally(() => this.#pending.delete(reject));
    });
  }

  /** Lets the faults of a moment strike. Shape: `replaced` = what the server would do now is left out. */
  async reach(moment: Omit<ReachedMoment, 'connection'>): Promise<'proceed' | 'replaced'> {
    let outcome: 'proceed' | 'replaced' = 'proceed';
    for (const fault of this.#faults.strike({ ...moment, connection: this.id })) {
      const at = 'phase' in fault ? `${fault.phase} ${fault.at}` : fault.at;
      this.record({ kind: 'fault', at, does: fault.do });
      if (await performFault(fault, this)) outcome = 'replaced';
    }
    return outcome;
  }

  /** The next packet of a connection that has not started yet. Errors: `WireError`, `ConnectionClosed`. */
  async receivePacket(): Promise<StartupPacket> {
    for (;;) {
      const length = (await this.#take(4)).readInt32BE();
      if (length < 8 || length > maxStartup) throw new WireError(`a first packet of ${length} bytes`);
      const packet = readStartupPacket(await this.#take(length - 4));
      if ((await this.#reachReceived()) === 'proceed') return packet;
    }
  }

  /** The next message. Errors: `WireError`, `ConnectionClosed`. */
  async receive(): Promise<ClientMessage> {
    for (;;) {
      const head = await this.#take(5);
      const length = head.readInt32BE(1);
      if (length < 4 || length > maxMessage) throw new WireError(`a message of ${length} bytes`);
      const body = await this.#take(length - 4);
      const message = readClientMessage(head.toString('latin1', 0, 1), body, this.protocolVersion);
      this.record({ kind: 'received', name: message.name, count: 1, bytes: length + 1 });
      if ((await this.#reachReceived()) === 'proceed') return message;
    }
  }

  /** Sends whole messages; waits while the client reads too slowly. Errors: `ConnectionClosed`. */
  async send(...messages: readonly Uint8Array[]): Promise<void> {
    for (const message of messages) {
      if (this.#closed || this.#socket.writableEnded) throw new ConnectionClosed('the client is gone');
      this.#write(message);
      this.#sent += 1;
      this.record({ kind: 'sent', name: serverMessageName(message), count: 1, bytes: message.byteLength });
      await this.reach({ at: 'sent', count: this.#sent });
      if (this.#socket.writableLength > maxUnsent) await this.#drained();
    }
  }

  /** Goes over to TLS; the answer to the request must be sent before. Errors: `ConnectionClosed`. */
  async startTls(options: TlsOptions): Promise<void> {
    await this.#flushed();
    if (this.#reader.release().length > 0) throw new WireError('bytes between SSLRequest and its answer');
    const secured = await this.whileOpen(secureSocket(this.#raw, options)).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.record({ kind: 'tls-failed', reason });
      this.#raw.destroy();
      throw new ConnectionClosed('no TLS', { cause: error });
    });
    this.#socket = secured;
    secured.once('close', () => this.#raw.destroy());
    this.#reader = new SocketReader(secured);
    this.#secure = true;
    const protocol = secured.getProtocol() ?? 'unknown';
    const clientCertificate = Object.keys(secured.getPeerCertificate() ?? {}).length > 0;
    this.record({ kind: 'secured', protocol, clientCertificate });
  }

  /** Sends what waits, then ends the connection in order. */
  async close(how: EndOfConnection): Promise<void> {
    this.#end ??= how;
    await this.#flushed();
    this.#socket.end();
    // What the client still sends must not turn the orderly end into a reset.
    this.#reader.discard();
    await this.#gone;
  }

  /** Sends what waits, then breaks the connection. */
  async reset(how: EndOfConnection): Promise<void> {
    this.#end ??= how;
    await this.#flushed();
    // `resetAndDestroy` would send a FIN first, which some clients see before the RST; this mark is what it sets.
    Object.assign(this.#raw, { resetAndClosing: true });
    this.#raw.destroy();
    await this.#gone;
  }

  /** Answers nothing any more, until the client goes. */
  async fallSilent(): Promise<void> {
    this.#end ??= 'fault';
    await this.#flushed();
    this.#reader.discard();
    await this.#gone;
  }

  /** Ends the connection at once. */
  async destroy(how: EndOfConnection): Promise<void> {
    this.#end ??= how;
    this.#raw.destroy();
    await this.#gone;
  }

  async #take(length: number): Promise<Buffer> {
    return length === 0 ? Buffer.alloc(0) : this.#reader.take(length);
  }

  #reachReceived(): Promise<'proceed' | 'replaced'> {
    this.#received += 1;
    return this.reach({ at: 'received', count: this.#received });
  }

  #write(message: Uint8Array): void {
    if (!this.#corked) {
      // Messages of one answer leave in one piece.
      this.#corked = true;
      this.#socket.cork();
      process.nextTick(() => this.#uncork());
    }
    this.#socket.write(message);
  }

  #uncork(): void {
    if (!this.#corked) return;
    this.#corked = false;
    this.#socket.uncork();
  }

  async #drained(): Promise<void> {
    this.#uncork();
    if (!this.#socket.writableNeedDrain) return;
    await this.whileOpen(new Promise<void>((resolve) => this.#socket.once('drain', () => resolve())));
  }

  async #flushed(): Promise<void> {
    this.#uncork();
    if (this.#closed || this.#socket.writableLength === 0) return;
    const written = new Promise<void>((resolve) => this.#socket.write('', () => resolve()));
    await Promise.race([written, this.#gone]);
  }

  #onClose(): void {
    this.#closed = true;
    this.#socket.destroy();
    for (const reject of this.#pending) reject(new ConnectionClosed('the client is gone'));
    this.#pending.clear();
  }
}
