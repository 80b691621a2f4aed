import { lintStatement } from '@vaultwright/vertica-testkit/lint';
import { describe, expect, it } from 'vitest';
import { copyStatement, isPlainLiteral, type CopyStatement } from './copy-statement.ts';
import { bulkLoadOf } from './fixtures/bulk-load.ts';
import { failureOf } from './fixtures/failure-of.ts';
import { stagedCopy } from './staged-copy.ts';

const statement: CopyStatement = {
  target: { schema: 'stg', name: 'group_log' },
  columns: [
    { name: 'group "id"', type: { kind: 'int' } },
    { name: 'payload', type: { kind: 'binary', length: 8 } },
    { name: 'hk', type: { kind: 'hash', bytes: 16, encoding: 'binary' } },
    { name: 'hex', type: { kind: 'hash', bytes: 16, encoding: 'hexLower' } },
  ],
  constants: [{ name: 'load_id', value: '01JD7Q' }],
  mode: 'strict',
  stream: 'vw_01JD7Q',
  source: 'client',
};

describe('the text of a COPY', () => {
  it('is strict, keeps the transaction open and names no file', () => {
    expect(copyStatement(statement))
      .toBe(`copy "stg"."group_log" ("group ""id""", "payload" format 'hex', "hk" format 'hex', "hex", "load_id" as '01JD7Q')
from local stdin
delimiter E'\\001' record terminator E'\\002' no escape null as E'\\003'
enforcelength abort on error
stream name 'vw_01JD7Q' no commit`);
  });

  it.each(['strict', 'report'] as const)('has no finding in mode %s', (mode) => {
    expect(lintStatement(copyStatement({ ...statement, mode })).findings).toEqual([]);
  });

  it('returns the numbers of refused rows in report mode, and then does not abort', () => {
    const sql = copyStatement({ ...statement, mode: 'report' });
    expect(sql).toContain('enforcelength returnrejected\n');
    expect(sql).not.toContain('abort');
  });

  it('reads one object of S3 without wildcards', async () => {
    const s3 = (address: string): string => copyStatement({ ...statement, source: { s3: address } });
    expect(s3("s3://a-bucket/in/it's.bin")).toContain("from 's3://a-bucket/in/it''s.bin'\n");
    for (const wrong of [
      '/etc/passwd',
      's3://b/k',
      's3://bucket/*',
      's3://bucket/a?',
      's3://bucket/',
      'file:///x',
      's3://BUCKET/k',
      's3://bucket/a\nb',
    ])
      expect((await failureOf(() => s3(wrong))).code, wrong).toBe('E-CONFIG-S3-ADDRESS');
  });

  it('takes no value that could end the literal', async () => {
    for (const value of ["'", 'a b', '', 'ä', 'a;b', 'x'.repeat(129)]) {
      expect(isPlainLiteral(value)).toBe(false);
      const constants = [{ name: 'load_id', value }];
      expect((await failureOf(() => copyStatement({ ...statement, constants }))).code).toBe(
        'E-INTERNAL-COPY',
      );
    }
  });

  it('sends with every row what the statement cannot say', async () => {
    const load = bulkLoadOf({ id: { kind: 'int' } }, [
      { column: 'source_object', type: { kind: 'text', length: 1024 }, value: "it's/in.csv" },
      { column: 'load_id', type: { kind: 'text', length: 64 }, value: '01JD7Q' },
      { column: 'n', type: { kind: 'int' }, value: '7' },
    ]);
    const { columns, constants, stream, widen } = stagedCopy(load);
    expect(columns.map(({ name }) => name)).toEqual(['id', 'source_object', 'n']);
    expect(constants).toEqual([{ name: 'load_id', value: '01JD7Q' }]);
    expect(stream).toBe('vw_01JD7Q');
    const rows = [];
    for await (const batch of widen(
      (async function* () {
        yield [['1'], ['1', '2']];
      })(),
    ))
      rows.push(...batch);
    expect(rows).toEqual([
      ['1', "it's/in.csv", '7'],
      ['1', '2'],
    ]);
  });
});
