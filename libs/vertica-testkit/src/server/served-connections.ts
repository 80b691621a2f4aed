import type { Socket } from 'node:net';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { Channel } from './channel.ts';
import { ServedConnection } from './served-connection.ts';
import type { ServerSetup } from './server-setup.ts';
import type { TestConnection } from './vertica-test-server.ts';

/** Every connection of one server since its start. */
export class ServedConnections {
  readonly #served: ServedConnection[] = [];
  readonly #ends = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(
    readonly transcript: Transcript,
    readonly faults: FaultPlan,
  ) {}

  get all(): readonly TestConnection[] {
    return this.#served.map(({ channel, stage, openStatements }) => ({
      id: channel.id,
      stage,
      secure: channel.secure,
      openStatements,
    }));
  }

  get openCount(): number {
    return this.#served.filter(({ channel }) => channel.open).length;
  }

  /** Defects of the server itself, in the order they happened. */
  get failures(): readonly unknown[] {
    return this.#failures;
  }

  serve(socket: Socket, setup: ServerSetup): void {
    const channel = new Channel(this.#served.length + 1, socket, this.transcript, this.faults);
    const connection = new ServedConnection(channel, setup);
    this.#served.push(connection);
    const end = connection.serve().catch((error: unknown) => void this.#failures.push(error));
    this.#ends.add(end);
    void end.then(() => this.#ends.delete(end));
  }

  /** Cancels what runs on the connection with this key; false when there is none. */
  cancel(pid: number, key: number): boolean {
    const target = this.#served.find(
      (connection) => connection.stage === 'session' && connection.pid === pid && connection.key === key,
    );
    target?.cancel();
    return target !== undefined;
  }

  async untilUnused(): Promise<void> {
    while (this.#ends.size > 0) await Promise.all(this.#ends);
  }

  async destroyAll(): Promise<void> {
    await Promise.all(this.#served.map(({ channel }) => channel.destroy('server-closed')));
    await this.untilUnused();
  }
}
