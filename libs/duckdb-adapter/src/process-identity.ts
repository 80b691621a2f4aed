import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process in the world; the start tells it from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** The operating system's own mark of the start; null where it has none that we can read. */
  readonly processStart: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), processStart: processStartOf(process.pid) };
}

/** True only when it is certain: another host's process may live. */
export function isGone({ pid, host, processStart }: ProcessIdentity): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  return processStart !== null && processStartOf(pid) !== processStart;
}

/** Clock ticks since boot at which a Linux process started; null for a dead one that waits for its parent. */
function processStartOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets and may hold anything, so count from its last bracket.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? null : (fields[18] ?? null);
  } catch {
    return null;
  }
}
