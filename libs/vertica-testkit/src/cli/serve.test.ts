import { createServer } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineVersion, requireEngine } from '../backend/require-engine.ts';
import { driverClient } from '../fixtures/load-driver.ts';
import { serve } from './serve.ts';

/** Runs the command and collects what it says. */
function run(args: string[], environment: Record<string, string> = {}) {
  const stop = new AbortController();
  const said = { out: '', err: '' };
  let heard: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (heard = resolve));
  const ended = serve(args, {
    out: (text) => {
      said.out += text;
      heard();
    },
    err: (text) => (said.err += text),
    environment,
    stop: stop.signal,
  });
  return {
    said,
    stop,
    ended,
    port: async () => {
      await Promise.race([listening, ended]);
      return Number(/127\.0\.0\.1:(\d+);/.exec(said.out)?.[1]);
    },
  };
}

describe('the command', () => {
  it('says in one line where it listens, serves, and ends with everything closed', async () => {
    const command = run(['--port', '0']);
    const port = await command.port();
    expect(command.said.out.split('\n')).toHaveLength(2);
    expect(command.said.out).toContain('not Vertica');
    const client = driverClient(port);
    await client.connect();
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: '1' }]);
    const gone = new Promise((resolve) => client.on('error', resolve));
    command.stop.abort();
    expect(await command.ended).toBe(0);
    await gone;
    expect(command.said.err).toBe('');
  });

  it('takes only what it generates in the strict mode', async () => {
    const command = run(['--port', '0', '--mode', 'strict']);
    const client = driverClient(await command.port());
    await client.connect();
    await expect(client.query('select 1 as one')).rejects.toMatchObject({ code: '0A000' });
    await client.end();
    command.stop.abort();
    await command.ended;
  });

  it('prints its help', async () => {
    const command = run(['--help']);
    expect(await command.ended).toBe(0);
    expect(command.said.out).toContain('--password-env');
  });

  it.each<[string[], string]>([
    [['--prt', '1'], 'E-TESTKIT-ARGUMENT'],
    [['--port', 'x'], 'found x'],
    [['--port', '65536'], 'from 0 to 65535'],
    [['--mode', 'loose'], 'general, strict'],
    [['--user', 'a'], '--password-env'],
    [['--auth', 'md5'], '--user'],
    [['--user', 'a', '--password-env', 'MISSING'], 'which is not set'],
  ])('refuses %j', async (args, expected) => {
    const command = run(args);
    expect(await command.ended).toBe(1);
    expect(command.said.err).toContain(expected);
    expect(command.said.err).toContain('fix:');
  });

  it('says that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const command = run(['--port', String(port)]);
    expect(await command.ended).toBe(1);
    expect(command.said.err).toContain(`E-TESTKIT-PORT`);
    expect(command.said.err).toContain(String(port));
    other.close();
  });
});

describe('the engine that is not there', () => {
  it('is told with the line that installs it, in the version of the peer', () => {
    const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      peerDependencies: Record<string, string>;
    };
    expect(engineVersion).toBe(manifest.peerDependencies['@duckdb/node-api']);
    const missing = () => {
      throw new Error('no such module');
    };
    expect(() => requireEngine(missing)).toThrow(`npm install --save-dev @duckdb/node-api@${engineVersion}`);
  });
});
