import { BackendError, loadedOf, serverMessage } from '@vaultwright/vertica-testkit';
import { describe, expect, it } from 'vitest';
import { bulkLoadOf, inBatches, pairs } from './fixtures/bulk-load.ts';
import { failureOf } from './fixtures/failure-of.ts';
import { script, sessionOpener } from './fixtures/opened-session.ts';
import { testBench } from './fixtures/scripted-server.ts';

const opened = sessionOpener(testBench());

describe('bulk loads', () => {
  it('outside a transaction it is one of its own', async () => {
    const { session, server } = await opened();
    expect(await session.loadRows(pairs, inBatches([['1', 'a']]))).toBe(1n);
    expect(server.transcript.statements().map((sql) => sql.split(' ')[0])).toEqual([
      'commit',
      'copy',
      'commit',
    ]);
  });

  it.each([1n, 3n])(
    'a server that stored %s rows of two fails the load, and nothing is committed',
    async (loaded) => {
      const { session, server } = await opened({
        script: { ...script, copy: { onEnd: () => ({ loaded }) } },
      });
      expect(
        await failureOf(
          session.loadRows(
            pairs,
            inBatches([
              ['1', 'a'],
              ['2', 'b'],
            ]),
          ),
        ),
      ).toMatchObject({
        code: 'E-DATA-RECONCILE',
        found: `2 rows sent, ${loaded} stored, 0 refused`,
      });
      expect(server.transcript.statements().at(-1)).toBe('rollback');
    },
  );

  it('names the record and the column of a control character, never the value', async () => {
    const { session } = await opened();
    const error = await failureOf(session.loadRows(pairs, inBatches([['1', 'a']], [['2', 'canary\u0002']])));
    expect(error).toMatchObject({ code: 'E-DATA-CONTROL', where: 'source t, record 2, column name' });
    expect(JSON.stringify(error)).not.toContain('canary');
    expect(await session.loadRows(pairs, inBatches([['1', 'a']]))).toBe(1n);
  });

  it('in report mode read = stored + rejected, by the numbers of the given records', async () => {
    const { session } = await opened({
      script: { ...script, copy: { onEnd: ({ records }) => ({ loaded: records - 2, rejected: [3n, 1n] }) } },
    });
    const rows = inBatches(
      [
        ['1', 'a'],
        ['2', '\u0001'],
        ['3', 'b'],
      ],
      [
        ['4', 'c'],
        ['5', 'd'],
      ],
    );
    expect(await session.copyRows(pairs, rows, { mode: 'report' })).toEqual({
      read: 5n,
      stored: 2n,
      rejected: [
        { record: 1n, reason: 'engine' },
        { record: 2n, reason: 'control' },
        { record: 4n, reason: 'engine' },
      ],
    });
  });

  it.each([[[0n]], [[3n]], [[1n, 1n]]])(
    'row numbers that cannot be true are no reject: %s',
    async (rejected) => {
      const { session } = await opened({
        script: { ...script, copy: { onEnd: () => ({ loaded: 1, rejected }) } },
      });
      const loading = session.copyRows(
        pairs,
        inBatches([
          ['1', 'a'],
          ['2', 'b'],
        ]),
        { mode: 'report' },
      );
      expect((await failureOf(loading)).code).toBe('E-WH-PROTOCOL');
    },
  );

  it("hides the value in the server's own words, and keeps the source's error as the cause", async () => {
    const refused = new BackendError("Invalid integer 'canary-value' for column 1", '22V02');
    const { session } = await opened({ script: { ...script, copy: { onEnd: () => refused } } });
    const error = await failureOf(session.loadRows(pairs, inBatches([['1', 'a']])));
    expect(error).toMatchObject({
      code: 'E-WH-VALUE',
      found: 'Invalid integer (value not shown) for column 1',
    });
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain('canary');
    const broken = new Error('disk gone');
    const rows = (async function* () {
      yield [['1', 'a']];
      throw broken;
    })();
    const failed = await failureOf(session.loadRows(pairs, rows));
    expect(failed).toMatchObject({ code: 'E-WH-LOAD', found: 'disk gone' });
    expect(failed.cause).toBe(broken);
  });

  it('lets the server read from S3, all or nothing', async () => {
    const { session, server } = await opened();
    const says = (loaded: number) =>
      server.inject({
        at: 'statement',
        phase: 'before',
        sql: /from 's3:/,
        times: 1,
        do: 'send',
        instead: true,
        messages: [
          serverMessage.rowDescription(loadedOf(loaded).columns ?? []),
          serverMessage.dataRow([String(loaded)]),
          serverMessage.commandComplete('COPY'),
          serverMessage.readyForQuery('T'),
        ],
      });
    const load = bulkLoadOf({ id: { kind: 'int' } }, [
      { column: 'load_id', type: { kind: 'text', length: 64 }, value: 'L1' },
    ]);
    const rows = { address: 's3://a-bucket/rows.bin', records: 2n };
    says(2);
    expect(await session.copyFromS3(load, rows)).toBe(2n);
    // A statement whose answer is replaced is not listed.
    expect(server.transcript.statements()).toEqual(['commit', 'commit']);
    says(1);
    expect((await failureOf(session.copyFromS3(load, rows))).code).toBe('E-DATA-RECONCILE');
    expect(server.transcript.statements().at(-1)).toBe('rollback');
  });
});
