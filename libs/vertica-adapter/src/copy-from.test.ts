import { BackendError, oid, rowsOf, serverMessage } from '@vaultwright/vertica-testkit';
import { describe, expect, it } from 'vitest';
import { CopyGivenUp } from './copy-failure.ts';
import { copyFrom } from './copy-from.ts';
import { testBench } from './fixtures/scripted-server.ts';

const bench = testBench();
const sql = 'copy "stg"."t" ("a") from local stdin record terminator E\'\\002\' no commit';
const chunk = Buffer.alloc(1 << 16, 'x');
chunk[chunk.length - 1] = 2;

/** A source that tells whether it was closed. */
function source(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  const seen = { closed: false, given: 0 };
  const rows = (async function* () {
    try {
      for await (const piece of chunks) {
        seen.given += 1;
        yield piece;
      }
    } finally {
      seen.closed = true;
    }
  })();
  return { seen, rows };
}

function* times(count: number, piece: Uint8Array = chunk): Generator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield piece;
}

describe('COPY through the driver', () => {
  /** Units: MiB. The full volume of 300 needs VERTICA_COPY_MIB=300. */
  const volume = Number(process.env['VERTICA_COPY_MIB'] ?? 32);

  it(`${volume} MiB to a slow reader wait at the source, not in memory`, async () => {
    let queue = 0;
    let rss = 0;
    let reads = 0;
    const server = await bench.start({
      script: {
        copy: {
          onData: async () => {
            reads += 1;
            if (reads % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
          },
        },
      },
    });
    const client = await bench.client(server);
    const before = process.memoryUsage().rss;
    const measured = function* (): Generator<Uint8Array> {
      for (const piece of times(volume * 16)) {
        queue = Math.max(queue, client.queuedBytes);
        rss = Math.max(rss, process.memoryUsage.rss() - before);
        yield piece;
      }
    };
    const { seen, rows } = source(measured());
    const { loaded } = await copyFrom(client, sql, rows);
    process.stdout.write(
      `COPY ${volume} MiB: largest queue ${(queue / 2 ** 20).toFixed(2)} MiB, RSS growth ${(rss / 2 ** 20).toFixed(0)} MiB (client and server in one process)\n`,
    );
    expect(loaded).toBe(BigInt(volume * 16));
    expect(queue).toBeLessThanOrEqual(2 << 20);
    expect(seen.closed).toBe(true);
    expect(client.usable).toBe(true);
  });

  it('a server that stops reading stops the source', async () => {
    let release: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (release = resolve));
    const server = await bench.start({ script: { copy: { onData: () => stopped } } });
    const client = await bench.client(server);
    const { seen, rows } = source(times(400));
    const copying = copyFrom(client, sql, rows);
    let last = -1;
    while (seen.given !== last || seen.given === 0) {
      last = seen.given;
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(client.queuedBytes).toBeLessThanOrEqual(2 << 20);
    expect(seen.given).toBeLessThan(400);
    release();
    expect((await copying).loaded).toBe(400n);
  });

  it('a failing source aborts the COPY, and its error is the cause', async () => {
    const server = await bench.start();
    const client = await bench.client(server);
    const broken = new Error('canary-value in the source');
    const { seen, rows } = source(
      (async function* () {
        yield chunk;
        throw broken;
      })(),
    );
    const error = await copyFrom(client, sql, rows).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(CopyGivenUp);
    expect((error as CopyGivenUp).cause).toBe(broken);
    expect(seen.closed).toBe(true);
    expect(client.usable).toBe(false);
    await server.untilUnused();
    expect(server.transcript.of('copy-ended')).toMatchObject([{ outcome: 'client-error' }]);
    expect(server.transcript.messages()).toContain('> CopyError');
    expect(JSON.stringify(server.transcript.entries.map((entry) => Object.values(entry)))).not.toContain(
      'canary',
    );
  });

  it('an abort signal ends the COPY while the source is silent', async () => {
    const server = await bench.start();
    const client = await bench.client(server);
    const control = new AbortController();
    const { rows } = source(
      (async function* () {
        yield chunk;
        control.abort(new Error('interrupted'));
        await new Promise(() => undefined);
      })(),
    );
    const error = await copyFrom(client, sql, rows, { signal: control.signal }).catch(
      (failure: unknown) => failure,
    );
    expect(error).toMatchObject({ name: 'CopyGivenUp', cause: { message: 'interrupted' } });
    expect(client.usable).toBe(false);
    await server.untilUnused();
    expect(server.transcript.of('copy-ended')).toMatchObject([{ outcome: 'client-error' }]);
  });

  it('a signal that was given before ends it before the server hears of it', async () => {
    const server = await bench.start();
    const client = await bench.client(server);
    const { seen, rows } = source(times(1));
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(copyFrom(client, sql, rows, { signal })).rejects.toMatchObject({ name: 'CopyGivenUp' });
    expect(seen.given).toBe(0);
    expect(server.transcript.statements()).not.toContain(sql);
  });

  it('an error of the server in mid-COPY ends it and the connection, whatever comes later', async () => {
    const server = await bench.start({
      faults: [
        {
          at: 'copy',
          phase: 'data',
          bytes: 100_000,
          do: 'send',
          messages: [
            serverMessage.error({ severity: 'ERROR', sqlState: '22003', message: 'canary out of range' }),
            serverMessage.readyForQuery('E'),
            serverMessage.endOfBatchResponse(),
            serverMessage.copyDoneResponse(),
            serverMessage.commandComplete('COPY'),
          ],
        },
      ],
    });
    const client = await bench.client(server);
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', note);
    const { seen, rows } = source(times(10_000));
    const error = await copyFrom(client, sql, rows).catch((failure: unknown) => failure);
    await server.untilUnused();
    process.off('uncaughtException', note);
    expect(error).toMatchObject({ code: '22003' });
    expect(seen.closed).toBe(true);
    expect(seen.given).toBeLessThan(10_000);
    expect(client.usable).toBe(false);
    expect(uncaught).toEqual([]);
  });

  it('a refusal by the backend ends it as well', async () => {
    const refuse = new BackendError('no such table', '42V01');
    const server = await bench.start({
      script: {
        copy: {
          onData: () => {
            throw refuse;
          },
        },
      },
    });
    const client = await bench.client(server);
    await expect(copyFrom(client, sql, source(times(100)).rows)).rejects.toMatchObject({ code: '42V01' });
    expect(client.usable).toBe(false);
  });

  it('a lost connection closes the source', async () => {
    const server = await bench.start({
      faults: [{ at: 'copy', phase: 'data', bytes: 200_000, do: 'reset' }],
    });
    const client = await bench.client(server);
    const { seen, rows } = source(times(10_000));
    await expect(copyFrom(client, sql, rows)).rejects.toThrow();
    expect(seen.closed).toBe(true);
    expect(client.usable).toBe(false);
  });

  it('a deadline ends a COPY that the server does not answer', async () => {
    const server = await bench.start({ faults: [{ at: 'copy', phase: 'end', do: 'silence' }] });
    const client = await bench.client(server);
    const copying = copyFrom(client, sql, source(times(1)).rows, { deadlineMs: 200 });
    await expect(copying).rejects.toMatchObject({ name: 'StatementTimeout' });
    await server.untilUnused();
  });

  it('an async generator, also an empty one, and chunks of any size are whole', async () => {
    let bytes = 0;
    const server = await bench.start({
      script: { copy: { onData: (piece) => void (bytes += piece.length) } },
    });
    const client = await bench.client(server);
    expect(await copyFrom(client, sql, source([]).rows)).toEqual({ loaded: 0n, rejectedRows: [] });
    const sizes = [0, 1, 65_535, 65_536, 65_537, 0, 300_000, 3];
    const { rows } = source(sizes.map((size) => Buffer.alloc(size, 'y')));
    await copyFrom(client, sql, rows);
    expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
    expect(client.usable).toBe(true);
  });

  it('row numbers of several messages are gathered', async () => {
    const server = await bench.start({
      script: { copy: { onEnd: () => ({ loaded: 5, rejected: [4n, 9223372036854775807n] }) } },
      faults: [
        {
          at: 'copy',
          phase: 'end',
          do: 'send',
          messages: [serverMessage.rejectedRows([7n]), serverMessage.rejectedRows([1n])],
        },
      ],
    });
    const client = await bench.client(server);
    expect(await copyFrom(client, sql, source(times(9)).rows)).toEqual({
      loaded: 5n,
      rejectedRows: [1n, 4n, 7n, 9223372036854775807n],
    });
    expect((await copyFrom(client, sql, source([]).rows)).rejectedRows).toEqual([
      1n,
      4n,
      7n,
      9223372036854775807n,
    ]);
  });

  it('no statement of ours names a file of this machine', async () => {
    const server = await bench.start({
      script: { answers: { 'select 1': rowsOf({ one: oid.int }, [[1]]) } },
    });
    const client = await bench.client(server);
    await copyFrom(client, sql, source(times(2)).rows);
    const received = server.transcript.messages();
    expect(received).toContain('> VerifiedFiles');
  });
});
