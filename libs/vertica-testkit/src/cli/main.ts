import { serve } from './serve.ts';

/** Runs the command of this process until it is told to stop. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    process.exitCode = await serve(process.argv.slice(2), {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      environment: process.env,
      stop: stop.signal,
    });
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}
