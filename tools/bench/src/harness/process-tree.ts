import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a process and of everything below it. Units: bytes. */
export interface TreeMemory {
  /** Resident memory of all of them, now. */
  readonly resident: number;
  /** High-water mark of each process. */
  readonly highWater: ReadonlyMap<number, number>;
}

/** Whether this system tells what other processes use. */
export function canReadProcesses(): boolean {
  return statusOf(process.pid) !== null;
}

/** Memory of the tree below and with `root`; processes that have ended are left out. */
export function treeMemory(root: number): TreeMemory {
  let resident = 0;
  const highWater = new Map<number, number>();
  for (const pid of treeOf(root)) {
    const status = statusOf(pid);
    if (status === null) continue;
    resident += bytesOf(status, 'VmRSS');
    highWater.set(pid, bytesOf(status, 'VmHWM'));
  }
  return { resident, highWater };
}

/**
 * CPU time of all children of this process that have ended, and of what they waited for. Units: seconds, in steps of 10 ms.
 *
 * Null where the system does not tell.
 */
export function endedChildrenCpu(): number | null {
  try {
    const text = readFileSync('/proc/self/stat', 'utf8');
    // The second field is a name in parentheses, which may hold spaces.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
  } catch {
    return null;
  }
}

/** Linux shows times to programs in this unit on every machine. */
const ticksPerSecond = 100;

function treeOf(root: number): number[] {
  const found = [root];
  for (const pid of found) found.push(...childrenOf(pid));
  return found;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function statusOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
}

function bytesOf(status: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
}
