import type { Socket } from 'node:net';
import { ProtocolViolation } from './connection-failure.ts';

/**
 * Runs `attach` so that what its `data` listener throws destroys the connection instead of the process.
 *
 * The driver asserts and throws in the middle of the socket's callback: for unknown messages, types it does not know, and
 * answers to statements that are over.
 */
export function guardSocketListeners(
  stream: Socket,
  attach: () => void,
  destroy: (reason: Error) => void,
): void {
  const add = stream.on.bind(stream) as (event: string, listener: (...given: unknown[]) => void) => Socket;
  const guarded = (event: string, listener: (...given: unknown[]) => void): Socket =>
    add(
      event,
      event !== 'data'
        ? listener
        : (...given) => {
            try {
              listener(...given);
            } catch (error) {
              destroy(asViolation(error));
            }
          },
    );
  Object.defineProperty(stream, 'on', { value: guarded, configurable: true, writable: true });
  try {
    attach();
  } finally {
    Reflect.deleteProperty(stream, 'on');
  }
}

function asViolation(error: unknown): Error {
  if (error instanceof ProtocolViolation) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ProtocolViolation(`the driver could not read a message of the server: ${message}`);
}
