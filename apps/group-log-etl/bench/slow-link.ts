import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A line to a far server. */
export interface LinkOptions {
  /** Of a request and its answer together; opening a connection costs as much again. */
  readonly roundTripMs: number;
  /** Towards the caller, for each connection. */
  readonly bytesPerSecond: number;
}

/** Starts a line to a local port that is as slow as one to a far server; returns its own port. */
export async function slowLink(to: number, { roundTripMs, bytesPerSecond }: LinkOptions): Promise<number> {
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    const opened = performance.now() + roundTripMs;
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => (socket === near ? far : near).destroy());
    }
    carry(near, far, roundTripMs / 2, Infinity, opened);
    carry(far, near, roundTripMs / 2, bytesPerSecond, opened);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Hands on what arrives once it has travelled; never holds more than a quarter of a second's worth. */
function carry(from: Socket, to: Socket, delayMs: number, bytesPerSecond: number, opened: number): void {
  let free = opened;
  let held = 0;
  const most = Math.min(bytesPerSecond / 4, 2 ** 30);
  from.on('data', (chunk: Buffer) => {
    free = Math.max(free, performance.now()) + (1000 * chunk.length) / bytesPerSecond;
    held += chunk.length;
    if (held > most) from.pause();
    setTimeout(
      () => {
        to.write(chunk);
        held -= chunk.length;
        if (held <= most && from.isPaused()) from.resume();
      },
      free + delayMs - performance.now(),
    );
  });
  from.on('end', () => setTimeout(() => to.end(), Math.max(free - performance.now(), 0) + delayMs));
}
