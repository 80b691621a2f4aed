import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BenchError } from '../bench-error.ts';
import { canReadProcesses, endedChildrenCpu, treeMemory } from './process-tree.ts';

/** A program to measure: the command, the words it always gets, and where it runs. */
export interface Program {
  readonly command: string;
  readonly words: readonly string[];
  readonly folder: string;
}

/** What one process and everything it started cost; null where the system does not tell. */
export interface Cost {
  /** Units: seconds. */
  readonly wall: number;
  /** User and system time. Units: seconds. */
  readonly cpu: number | null;
  /** Highest resident memory of the whole tree. Units: bytes. */
  readonly peak: number | null;
}

/** Units: milliseconds. */
const sampling = 20;

/**
 * Runs a program to its end and tells what it cost and printed.
 *
 * Invariant: one at a time, since CPU time is told for all children of this process together. Memory is sampled, but the
 * high-water mark of a single process is exact.
 *
 * Errors: when the program fails or is killed, with the end of what it printed.
 */
export async function measureProcess(
  program: Program,
  words: readonly string[],
): Promise<{ readonly cost: Cost; readonly out: string }> {
  const cpuBefore = endedChildrenCpu();
  const since = performance.now();
  const child = spawn(program.command, [...program.words, ...words], {
    cwd: program.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.error += text));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const ended = once(child, 'exit').then(() => performance.now());
  const memory = child.pid === undefined ? null : watchMemory(child.pid);
  try {
    const [[code, signal], until] = await Promise.all([closed, ended]);
    if (code !== 0) throw failed(program, words, code, signal, printed);
    const cpuAfter = endedChildrenCpu();
    return {
      cost: {
        wall: (until - since) / 1000,
        cpu: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
        peak: memory?.peak() ?? null,
      },
      out: printed.out,
    };
  } finally {
    memory?.stop();
  }
}

function watchMemory(root: number): { readonly peak: () => number; readonly stop: () => void } | null {
  if (!canReadProcesses()) return null;
  let peak = 0;
  const look = (): void => {
    const { resident, highWater } = treeMemory(root);
    peak = Math.max(peak, resident, ...highWater.values());
  };
  const timer = setInterval(look, sampling);
  look();
  return { peak: () => peak, stop: () => clearInterval(timer) };
}

function failed(
  { command, words: first }: Program,
  words: readonly string[],
  code: number | null,
  signal: NodeJS.Signals | null,
  { out, error }: { readonly out: string; readonly error: string },
): BenchError {
  const end = signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;
  const tail = `${out}\n${error}`.trim().split('\n').slice(-20).join('\n');
  return new BenchError(`${[command, ...first, ...words].join(' ')}: ${end}\n${tail}`);
}
