import { once } from 'node:events';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { duckDbBackend } from '../backend/duckdb-backend.ts';
import { startVerticaTestServer } from '../server/start-vertica-test-server.ts';
import { helpText, readArguments, type CommandArguments } from './read-arguments.ts';

/** Everything the command touches outside itself. */
export interface Surroundings {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the server. */
  readonly stop: AbortSignal;
}

/**
 * Serves until it is told to stop, and closes everything.
 *
 * Shape: one line on `out` once clients can connect.
 * Units: exit code 0 = ended as told; 1 = could not start, with the reason on `err`.
 */
export async function serve(args: readonly string[], io: Surroundings): Promise<0 | 1> {
  try {
    const wanted = readArguments(args, io.environment);
    if (wanted.help) io.out(helpText);
    else await serveUntilStopped(wanted, io);
    return 0;
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    io.err(`${error.code} ${error.title}\n  ${error.where}: found ${error.found}\n`);
    io.err(`  allowed: ${error.allowed}\n  fix: ${error.fix}\n`);
    return 1;
  }
}

async function serveUntilStopped(wanted: CommandArguments, { out, stop }: Surroundings): Promise<void> {
  const { mode, auth, port, user } = wanted;
  const server = await startVerticaTestServer({ backend: duckDbBackend({ mode }), auth, port });
  const login = user === null ? 'any user, no password' : `user ${user}, password as given (${auth.method})`;
  out(
    `vertica-testkit (${mode} mode, an emulator, not Vertica) listens on ${server.host}:${server.port}; any database, ${login}; Ctrl+C ends it\n`,
  );
  if (!stop.aborted) await once(stop, 'abort');
  await server.close();
}
