import { createInterface } from 'node:readline/promises';
import type { Clock } from '@vaultwright/datavault-core/warehouse';
import type { EnvironmentVariables } from '../config/environment.ts';
import type { TextSink } from '../console/text-sink.ts';
import { systemClock } from '../run/system-ports.ts';
import type { SignalSource } from './interruption.ts';

/** Everything a program touches outside itself. */
export interface ProgramIo {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly environment: EnvironmentVariables;
  /** Absolute. */
  readonly workingFolder: string;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  /** Asks a person; null when nobody is there to answer. Resolves to null when the question is cancelled. */
  readonly ask: ((question: string) => Promise<string | null>) | null;
  readonly signals: SignalSource;
}

/** The process as a program's surroundings; the only place that reads it. */
export function processIo(): ProgramIo {
  // a reader that has seen enough (`| head`) is no failure
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    out: sinkOf(process.stdout),
    err: sinkOf(process.stderr),
    environment: process.env,
    workingFolder: process.cwd(),
    platform: process.platform,
    clock: systemClock,
    ask: process.stdin.isTTY && process.stderr.isTTY ? askPerson : null,
    signals: {
      on: (signal, listener) => void process.on(signal, listener),
      off: (signal, listener) => void process.off(signal, listener),
      exit: (code) => process.exit(code),
    },
  };
}

function sinkOf(stream: NodeJS.WriteStream): TextSink {
  return {
    isTTY: stream.isTTY,
    // asked for each time: a terminal may be resized
    get columns() {
      return stream.columns;
    },
    write: (text) => void stream.write(text),
  };
}

async function askPerson(question: string): Promise<string | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const cancelled = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
    return await Promise.race([lines.question(question), cancelled]);
  } finally {
    lines.close();
  }
}
