import { parseArgs } from 'node:util';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { AuthOptions } from '../server/auth-options.ts';

/** What the command line asks for. */
export interface CommandArguments {
  readonly help: boolean;
  readonly port: number;
  readonly mode: 'strict' | 'general';
  readonly auth: AuthOptions;
  /** Null when nobody is asked. */
  readonly user: string | null;
}

export const helpText = `vertica-testkit: a test server that speaks Vertica's wire protocol. An emulator, not Vertica.

Usage: vertica-testkit [options]

  --port <number>        port on 127.0.0.1, 0 for a free one (default 5433)
  --mode <mode>          general: takes what teams write (default)
                         strict: takes only what Vaultwright sends, held against its lint
  --user <name>          the only user that is let in; without it everybody is
  --password-env <name>  environment variable that holds the password of --user
  --auth <method>        how --user is asked: sha512 (default), md5 or cleartext
  --help                 this text

Data is in memory and gone when the server ends. Ctrl+C ends it.
`;

const modes = ['general', 'strict'] as const;
const methods = ['sha512', 'md5', 'cleartext'] as const;

/** Reads the command line. Errors: `E-TESTKIT-ARGUMENT`. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): CommandArguments {
  const values = parse(args);
  const mode = oneOf('--mode', values.mode ?? 'general', modes);
  const method = oneOf('--auth', values.auth ?? 'sha512', methods);
  const user = values.user ?? null;
  const variable = values['password-env'];
  if ((user === null) !== (variable === undefined) || (values.auth !== undefined && user === null))
    throw refused('--user', user ?? 'left out', 'together with --password-env, and with both --auth');
  const password = variable === undefined ? '' : environment[variable];
  if (password === undefined)
    throw refused('--password-env', `${variable}, which is not set`, 'the name of a variable that is set');
  return {
    help: values.help === true,
    port: portOf(values.port ?? '5433'),
    mode,
    auth: user === null ? { method: 'none' } : { method, users: { [user]: password } },
    user,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        mode: { type: 'string' },
        user: { type: 'string' },
        'password-env': { type: 'string' },
        auth: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const [found = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw refused('the command line', found, '--port, --mode, --user, --password-env, --auth, --help');
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw refused('--port', text, 'a whole number from 0 to 65535');
}

function oneOf<T extends string>(option: string, found: string, allowed: readonly T[]): T {
  const value = allowed.find((item) => item === found);
  if (value !== undefined) return value;
  throw refused(option, found, allowed.join(', '));
}

function refused(where: string, found: string, allowed: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-TESTKIT-ARGUMENT',
    family: 'usage',
    title: 'The command line of vertica-testkit is not understood',
    where,
    found,
    allowed,
    fix: 'see vertica-testkit --help',
  });
}
