import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createConnector } from './connect-client.ts';
import { failureOf } from './fixtures/failure-of.ts';
import { canaryPassword, settingsFor, testBench } from './fixtures/scripted-server.ts';
import { parseVerticaSettings } from './vertica-settings.ts';

const bench = testBench();
const open: { server: Server; sockets: Socket[] }[] = [];
afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

/** A listener that does no more than take connections. */
async function listener(greet: (socket: Socket) => void): Promise<{ port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined).resume();
    greet(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ server, sockets });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, sockets };
}

async function refusedPort(): Promise<number> {
  const { port } = await listener(() => undefined);
  const last = open.pop();
  last?.server.close();
  if (last) await once(last.server, 'close');
  return port;
}

describe('a list of hosts', () => {
  it.each(['refused', 'black hole', 'closing mid-handshake', 'nonsense'] as const)(
    'goes on after a first host that is %s, and leaves no connection behind',
    async (kind) => {
      const server = await bench.start();
      const bad =
        kind === 'refused'
          ? { port: await refusedPort(), sockets: [] }
          : await listener((socket) => {
              if (kind === 'closing mid-handshake') socket.once('data', () => socket.end());
              if (kind === 'nonsense')
                socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
            });
      const client = await bench.client(server, {
        host: [`127.0.0.1:${bad.port}`, `127.0.0.1:${server.port}`],
        timeouts: { connectSeconds: 1 },
      });
      await client.run('commit');
      await expect.poll(() => bad.sockets.every(({ destroyed }) => destroyed)).toBe(true);
      expect(server.openConnections).toBe(1);
      client.destroy(new Error('over'));
      await server.untilUnused();
      await new Promise((resolve) => setImmediate(resolve));
      expect(server.connections).toHaveLength(1);
      expect(bad.sockets.length).toBeLessThanOrEqual(1);
    },
  );

  it('a connection that ends later is not tried again in the background', async () => {
    const server = await bench.start();
    const client = await bench.client(server, { host: 'db.test' }).catch(() => null);
    expect(client).toBeNull();
    const connector = createConnector(
      parseVerticaSettings({ ...settingsFor(server, { host: 'localhost' }) }),
      { resolve: async () => ['127.0.0.1', '127.0.0.1', '127.0.0.1'] },
    );
    const live = await connector.connect();
    server.inject({ at: 'statement', phase: 'before', sql: 'commit', do: 'reset' });
    await expect(live.run('commit')).rejects.toThrow();
    await server.untilUnused();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.connections).toHaveLength(1);
  });

  it('starts at a random host', async () => {
    const [first, second] = [await bench.start(), await bench.start()];
    const settings = parseVerticaSettings({
      ...settingsFor(first, { host: `127.0.0.1:${first.port},127.0.0.1:${second.port}` }),
    });
    for (const [random, expected] of [
      [0, [1, 0]],
      [0.5, [1, 1]],
      [0.99, [1, 2]],
    ] as const) {
      const client = await createConnector(settings, { random: () => random }).connect();
      expect([first.connections.length, second.connections.length]).toEqual(expected);
      client.destroy(new Error('over'));
    }
  });

  it('names what each host said, without a credential', async () => {
    const silent = await listener((socket) => void socket.once('data', () => socket.end()));
    const refused = await refusedPort();
    const settings = settingsFor(
      { port: refused },
      {
        host: [`127.0.0.1:${refused}`, `127.0.0.1:${silent.port}`, 'unknown.test'],
        tls: { mode: 'disable', allowInsecure: true },
      },
    );
    const unknown = async (): Promise<never> => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND unknown.test'), { code: 'ENOTFOUND' });
    };
    const connector = createConnector(parseVerticaSettings({ ...settings }), {
      random: () => 0,
      resolve: unknown,
    });
    const error = await failureOf(connector.connect());
    expect(error).toMatchObject({ code: 'E-WH-CONNECTION', retryable: true });
    expect(error.details).toHaveLength(3);
    expect(error.found).toMatch(
      new RegExp(
        `127.0.0.1:${refused}: connect ECONNREFUSED.*; 127.0.0.1:${silent.port}: Connection terminated unexpectedly; unknown.test:${refused}: getaddrinfo ENOTFOUND unknown.test$`,
      ),
    );
    expect(JSON.stringify(error)).not.toContain(canaryPassword.slice(0, 6));
  });

  it('does not try a wrong password at the next host', async () => {
    const [first, second] = [await bench.start(), await bench.start()];
    const error = await failureOf(
      bench.client(first, {
        host: [`127.0.0.1:${first.port}`, `127.0.0.1:${second.port}`],
        password: 'wrong-canary',
      }),
    );
    expect(error).toMatchObject({ code: 'E-WH-LOGIN', retryable: false });
    expect(first.connections.length + second.connections.length).toBe(1);
    expect(JSON.stringify(error)).not.toContain('wrong-canary');
  });

  it('takes nothing of a connection from the environment', async () => {
    const server = await bench.start();
    const given = {
      V_USER: 'other',
      V_PASSWORD: 'other',
      V_DATABASE: 'other',
      V_HOST: 'other.test',
      V_PORT: '1',
      V_TLS_MODE: 'require',
      V_TLS_TRUSTED_CERTS: '/nowhere',
      V_OPTIONS: 'other',
      V_WORKLOAD: 'other',
      V_OAUTH_ACCESS_TOKEN: 'other',
      V_BINARY: 'true',
      V_CLIENT_LABEL: 'other',
    };
    Object.assign(process.env, given);
    try {
      await bench.client(server);
    } finally {
      for (const name of Object.keys(given)) Reflect.deleteProperty(process.env, name);
    }
    const [startup] = server.transcript.of('startup');
    expect([...(startup?.parameters.values() ?? [])]).not.toContain('other');
    expect(Object.fromEntries(startup?.parameters ?? [])).toMatchObject({
      user: 'tester',
      database: 'testdb',
      client_label: 'vaultwright',
    });
  });

  it('sets the session up before any transaction', async () => {
    const server = await bench.start();
    await bench.client(server, {
      s3: {
        accessKeyId: 'test-access-key',
        secretAccessKey: "test-sec'ret",
        endpoint: 'store.test:9000',
        region: 'test-1',
        https: false,
      },
    });
    expect(server.transcript.statements()).toEqual([
      'alter session set EnableStrictTimeCasts = 1',
      'alter session set WithClauseMaterialization = 0',
      "set locale to 'en_US@collation=binary'",
      'set session characteristics as transaction isolation level read committed',
      "set time zone to 'UTC'",
      "alter session set AWSAuth = 'test-access-key:test-sec''ret'",
      "alter session set AWSEndpoint = 'store.test:9000'",
      "alter session set AWSRegion = 'test-1'",
      'alter session set AWSEnableHttps = 0',
      'commit',
    ]);
  });
});
