import { VaultwrightError, type ErrorDetails } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { errorLines } from './error-lines.ts';
import { errorReport } from './error-report.ts';
import { createPaint } from './paint.ts';

const anError = (parts: Partial<ErrorDetails> = {}): VaultwrightError =>
  new VaultwrightError({
    code: 'E-S3-403',
    family: 'source',
    title: 'access denied',
    where: 's3://bucket/key.csv',
    found: 'status 403',
    allowed: 'a key that may read the bucket',
    fix: 'check the policy',
    ...parts,
  });

const print = (error: unknown, runId: string | null = null): string[] =>
  errorLines(errorReport(error, runId), createPaint(false), 'users-etl');

describe('a printed error', () => {
  it('tells place, finding, what is allowed and what to do', () => {
    expect(print(anError())).toEqual([
      'E-S3-403  access denied',
      '  s3://bucket/key.csv: found status 403; allowed: a key that may read the bucket',
      '  Fix: check the policy',
      expect.stringMatching(/^ {2}More: users-etl explain E-S3-403 {5,}exit 1$/),
    ]);
  });

  it('names no page for a code that has none', () => {
    const lines = print(anError({ code: 'E-OF-ANOTHER-PACKAGE' }));
    expect(lines.join('\n')).not.toContain('More:');
    expect(lines.at(-1)).toMatch(/^ {2}Fix: check the policy {5,}exit 1$/);
  });

  it('tells details instead, and the place where they leave it out', () => {
    const details = ['line 3  "abc"', 'line 4  "def"'];
    expect(print(anError({ details }))[1]).toBe('  in s3://bucket/key.csv');
    expect(print(anError({ details })).slice(2, 4)).toEqual(details.map((detail) => `  ${detail}`));
    expect(print(anError({ details, title: 'denied at s3://bucket/key.csv' }))[1]).toBe('  line 3  "abc"');
  });

  it('adds the deepest cause, once', () => {
    const cause = new Error('outer', { cause: new Error('socket closed') });
    expect(print(anError({ cause })).join('\n')).toContain('  Cause: socket closed\n');
    const same = new Error('status 403');
    expect(print(anError({ cause: same })).join('\n')).not.toContain('Cause:');
  });

  it('survives a cause that is its own cause', () => {
    const cause = new Error('round');
    cause.cause = cause;
    expect(print(anError({ cause })).join('\n')).toContain('Cause: round');
  });

  it.each([
    [anError(), 1],
    [anError({ retryable: true }), 75],
    [anError({ family: 'internal' }), 2],
    [new TypeError('x is undefined'), 2],
    ['a thrown text', 2],
    [undefined, 2],
    [anError().toJSON(), 1],
    [{ ...anError({ retryable: true }).toJSON() }, 75],
  ])('ends with the exit code: %#', (error, exitCode) => {
    expect(print(error).at(-1)).toMatch(new RegExp(`exit ${exitCode}$`));
  });

  it('an unexpected one says so and asks to report it with the run id', () => {
    const text = print(new TypeError('x is undefined'), '01RUN').join('\n');
    expect(text).toContain('E-INTERNAL');
    expect(text).toContain('TypeError: x is undefined');
    expect(text).toContain('run id 01RUN');
  });

  it('an unexpected one that was reduced to data still says what happened', () => {
    const text = print({ code: 'E-INTERNAL', family: 'internal', title: 'x is undefined' }, '01RUN').join(
      '\n',
    );
    expect(text).toContain('found x is undefined');
    expect(text).toMatch(/exit 2$/);
  });

  it('shows control characters instead of obeying them', () => {
    expect(print(anError({ title: 'key \u001B[31mred\u202E' }))[0]).toBe(
      String.raw`E-S3-403  key \u001b[31mred\u202e`,
    );
  });
});
