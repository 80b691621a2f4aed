import { describe, expect, it } from 'vitest';
import { errorPages } from '../console/error-pages.ts';
import { fakeProgram, jsonLineOf } from '../fixtures/fake-program.ts';
import { createRedactor } from '../redaction.ts';
import { explainCommand } from './explain-command.ts';

const program = (): ReturnType<typeof fakeProgram> => fakeProgram({ commands: explainCommand });

describe('explain', () => {
  it.each(['E-LOCK-HELD', 'e-lock-held'])('prints the page of %s', async (code) => {
    const explained = program();
    expect(await explained.run('explain', code)).toBe(0);
    expect(explained.out()).toMatch(
      /^E-LOCK-HELD\n\nSomebody else works on the database .*\n\nWhat to do:\n/s,
    );
    expect(explained.out()).not.toContain('## ');
    expect(explained.err()).toBe('');
  });

  it('gives the page as one JSON line', async () => {
    const explained = program();
    expect(await explained.run('explain', 'e-wh-login', '--json')).toBe(0);
    expect(jsonLineOf(explained.out())).toEqual({
      schema: 'vaultwright.explain/1',
      code: 'E-WH-LOGIN',
      text: errorPages().get('E-WH-LOGIN'),
    });
  });

  it('is a verb of a program for one data set too', async () => {
    const fixed = fakeProgram({
      commands: explainCommand,
      program: { name: 'users-etl', fixedDataSet: 'users' },
    });
    expect(await fixed.run('explain', 'E-CONFIG-ENV')).toBe(0);
    expect(fixed.out()).toMatch(/^E-CONFIG-ENV\n/);
  });

  it.each([
    ['E-LOCK-HELP', 'allowed: E-LOCK-HELD', 'did you mean E-LOCK-HELD?'],
    ['LOCK_HELD', 'allowed: codes that begin with E-CHECK, E-CONFIG, E-DATA', 'did you mean E-LOCK-HELD?'],
    ['e-wh-zzzzzzzz', 'allowed: E-WH-AUTOCOMMIT, E-WH-BUSY', 'copy the code from the beginning'],
    ['something', 'allowed: codes that begin with', 'copy the code from the beginning of the error'],
  ])('names what is near to %s', async (code, allowed, fix) => {
    const explained = program();
    expect(await explained.run('explain', code)).toBe(1);
    expect(explained.err()).toMatch(/^E-USAGE-CODE {2}there is no such error code\n/);
    expect(explained.err()).toContain(`found ${code}; ${allowed}`);
    expect(explained.err()).toContain(`Fix: ${fix}`);
    expect(explained.out()).toBe('');
  });
});

describe('the pages', () => {
  it('are shown as they are: nothing in them looks like a secret', () => {
    const redactor = createRedactor();
    for (const [code, text] of errorPages()) expect(redactor.text(text), code).toBe(text);
    expect(errorPages().size).toBeGreaterThan(100);
  });

  it('say what to do, and fit a terminal', () => {
    for (const [code, text] of errorPages()) {
      expect(text, code).toMatch(/^What to do/m);
      expect(Math.max(...text.split('\n').map(({ length }) => length)), code).toBeLessThanOrEqual(100);
    }
  });
});
