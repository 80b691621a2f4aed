import { BackendError } from '../backend/sql-backend.ts';
import type { FaultAction, FaultPeer } from '../faults/fault.ts';
import type { EndOfConnection } from '../transcript/transcript-entry.ts';
import { ConnectionClosed } from './socket-reader.ts';

/** What a fault may do to its connection. */
interface FaultTarget extends FaultPeer {
  close(how: EndOfConnection): Promise<void>;
  reset(how: EndOfConnection): Promise<void>;
  fallSilent(): Promise<void>;
  whileOpen<T>(work: Promise<T>): Promise<T>;
}

/**
 * Does what a fault says.
 *
 * Shape: true when the server must leave out what it would do at this moment.
 * Errors: `BackendError` for an error to be sent, `ConnectionClosed` when the connection is over.
 */
export async function performFault(fault: FaultAction, target: FaultTarget): Promise<boolean> {
  switch (fault.do) {
    case 'close':
      await target.close('fault');
      throw new ConnectionClosed('closed by a fault');
    case 'reset':
      await target.reset('fault');
      throw new ConnectionClosed('reset by a fault');
    case 'silence':
      await target.fallSilent();
      throw new ConnectionClosed('silent by a fault');
    case 'wait':
      await wait(fault.until, target);
      return false;
    case 'error':
      throw new BackendError(fault.message, fault.sqlState, fault.severity);
    case 'send':
      await target.send(...fault.messages);
      return fault.instead ?? false;
    case 'play':
      await fault.script(target);
      return fault.instead ?? false;
  }
}

async function wait(until: number | (() => Promise<unknown>), target: FaultTarget): Promise<void> {
  if (typeof until === 'function') {
    await target.whileOpen(until());
    return;
  }
  let timer: NodeJS.Timeout | undefined;
  try {
    await target.whileOpen(new Promise((resolve) => (timer = setTimeout(resolve, until))));
  } finally {
    clearTimeout(timer);
  }
}
