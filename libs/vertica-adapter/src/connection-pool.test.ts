import { describe, expect, it } from 'vitest';
import { ConnectionPool, type PoolLimits } from './connection-pool.ts';
import { failureOf } from './fixtures/failure-of.ts';
import type { SafeClient } from './safe-client.ts';

interface Fake extends SafeClient {
  status: 'I' | 'T' | 'E';
  usable: boolean;
  uses: number;
  how: string | null;
}

function fakeClient(): Fake {
  const fake: Fake = {
    status: 'I',
    usable: true,
    uses: 0,
    queuedBytes: 0,
    how: null,
    connect: async () => undefined,
    run: () => Promise.reject(new Error('unused')),
    copy: () => Promise.reject(new Error('unused')),
    roomToWrite: async () => undefined,
    failCopy: () => undefined,
    end: async () => {
      fake.how = 'ended';
      fake.usable = false;
    },
    destroy: () => {
      fake.how = 'destroyed';
      fake.usable = false;
    },
  };
  return fake;
}

function poolOf(limits: Partial<PoolLimits> = {}) {
  const clients: Fake[] = [];
  const clock = { time: 0 };
  const pool = new ConnectionPool(
    { max: 2, maxUses: 10, maxLifetimeMs: 1000, idleMs: 100, ...limits },
    async () => {
      const client = fakeClient();
      clients.push(client);
      return client;
    },
    { now: () => clock.time },
  );
  return { pool, clients, clock };
}

describe('the pool', () => {
  it('gives an idle client again, and never more than it may', async () => {
    const { pool, clients } = poolOf();
    const [first, second] = [await pool.acquire(), await pool.acquire()];
    let third: SafeClient | null = null;
    const waiting = pool.acquire().then((client) => (third = client));
    await Promise.resolve();
    expect(third).toBeNull();
    pool.release(first);
    expect(await waiting).toBe(first);
    expect(clients).toHaveLength(2);
    pool.release(second);
    await pool.close();
    expect(clients.map(({ how }) => how)).toEqual(['destroyed', 'ended']);
  });

  it.each([
    ['in a transaction', (client: Fake) => (client.status = 'T')],
    ['in a failed transaction', (client: Fake) => (client.status = 'E')],
    ['broken', (client: Fake) => (client.usable = false)],
    ['used up', (client: Fake) => (client.uses = 10)],
  ])('takes no client back that is %s', async (_state, spoil) => {
    const { pool, clients } = poolOf();
    const client = await pool.acquire();
    spoil(client as Fake);
    pool.release(client);
    expect(clients[0]?.how).not.toBeNull();
    expect(await pool.acquire()).not.toBe(client);
    expect(pool.size).toBe(1);
    await pool.close();
  });

  it('replaces clients that are old or were idle for long', async () => {
    const { pool, clients, clock } = poolOf();
    const tired = await pool.acquire();
    pool.release(tired);
    clock.time = 100;
    expect(await pool.acquire()).not.toBe(tired);
    expect(clients[0]?.how).toBe('ended');
    clock.time = 1100;
    pool.release(clients[1] as Fake);
    expect(clients[1]?.how).toBe('ended');
    expect(pool).toMatchObject({ size: 0, idle: 0 });
    await pool.close();
  });

  it('lets the next one try when connecting fails, or a client is thrown away', async () => {
    let failing = true;
    const pool = new ConnectionPool({ max: 1, maxUses: 10, maxLifetimeMs: 1000, idleMs: 100 }, async () => {
      if (failing) throw new Error('no host');
      return fakeClient();
    });
    const attempts = [pool.acquire(), pool.acquire()].map((attempt) => attempt.catch(String));
    expect(await attempts[0]).toBe('Error: no host');
    expect(await attempts[1]).toBe('Error: no host');
    failing = false;
    const client = await pool.acquire();
    const next = pool.acquire();
    pool.discard(client);
    expect(await next).not.toBe(client);
    await pool.close();
  });

  it('refuses those who wait when it closes', async () => {
    const { pool } = poolOf({ max: 1 });
    await pool.acquire();
    const waiting = failureOf(pool.acquire());
    await pool.close();
    expect((await waiting).code).toBe('E-WH-CLOSED');
    expect((await failureOf(pool.acquire())).code).toBe('E-WH-CLOSED');
  });
});
