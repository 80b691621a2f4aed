import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process in the world, told from every other one as far as the operating system lets us. */
export interface ProcessIdentity {
  readonly pid: number;
  /** For people; a container gets a new one at every start, so it decides only where the marks below are missing. */
  readonly host: string;
  /** The operating system's own mark of the start, which tells a process from a later one with the same number. */
  readonly processStart: string | null;
  /** Mark of the running kernel: another one after every boot, the same in all containers of a machine. */
  readonly boot: string | null;
  /** Mark of the space in which the number counts; every container has its own. */
  readonly pidNamespace: string | null;
}

/** `unseen` = its number means nothing here, because it ran in another container or on another machine. */
type Standing = 'alive' | 'gone' | 'unseen';

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), processStart: startOf(process.pid), ...marks() };
}

/** Invariant: `gone` and `alive` are certain; a number that was given again does not make a process alive. */
export function standingOf(owner: ProcessIdentity): Standing {
  if (!isInView(owner)) return 'unseen';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // Any other error says that it exists and belongs to another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone';
  }
  const start = startOf(owner.pid);
  if (start === 'ended') return 'gone';
  return start === null || owner.processStart === null || start === owner.processStart ? 'alive' : 'gone';
}

/** Whether it runs, or ran, on the kernel that runs us. */
export function isOfThisBoot({ boot }: ProcessIdentity): boolean {
  return boot !== null && boot === marks().boot;
}

function isInView({ host, boot, pidNamespace }: ProcessIdentity): boolean {
  const here = marks();
  if (boot === null || pidNamespace === null || here.boot === null || here.pidNamespace === null)
    return host === hostname();
  return boot === here.boot && pidNamespace === here.pidNamespace;
}

function marks(): Pick<ProcessIdentity, 'boot' | 'pidNamespace'> {
  try {
    return {
      boot: readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim(),
      pidNamespace: hasOwnProc() ? readlinkSync('/proc/self/ns/pid') : null,
    };
  } catch {
    return { boot: null, pidNamespace: null };
  }
}

/** False where /proc is that of another namespace, whose numbers are not ours. */
function hasOwnProc(): boolean {
  return readlinkSync('/proc/self') === String(process.pid);
}

/** Clock ticks from boot to the start of a Linux process; `ended` = it waits for its parent; null = cannot be read. */
function startOf(pid: number): string | null {
  try {
    if (!hasOwnProc()) return null;
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets and may hold anything, so count from its last bracket.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? 'ended' : (fields[18] ?? null);
  } catch {
    return null;
  }
}
