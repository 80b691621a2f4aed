import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockFaults } from '../platforms/lock-faults.mjs';

const digest = { integrity: 'sha512-made-up' };

describe('the lock file', () => {
  it('names every package that some platform needs, with its digest', () => {
    const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8');
    expect(lockFaults(JSON.parse(text))).toEqual([]);
  });
});

describe('the judgement of a lock file', () => {
  it('finds the binding that only another platform needs', () => {
    const engine = { ...digest, optionalDependencies: { 'engine-linux': '1', 'engine-darwin': '1' } };
    const packages = { '': {}, 'node_modules/engine': engine, 'node_modules/engine-linux': digest };
    expect(lockFaults({ packages })).toEqual([
      'node_modules/engine may need engine-darwin, which has no entry',
    ]);
  });

  it('finds packages where Node does: inside, beside and further out', () => {
    const optionalDependencies = { inside: '1', beside: '1', '@far/outside': '1' };
    const packages = {
      'node_modules/@a/outer/node_modules/inner': { ...digest, optionalDependencies },
      'node_modules/@a/outer/node_modules/inner/node_modules/inside': digest,
      'node_modules/@a/outer/node_modules/beside': digest,
      'node_modules/@far/outside': digest,
      'libs/own': { optionalDependencies },
      'libs/own/node_modules/inside': digest,
    };
    expect(lockFaults({ packages })).toEqual(['libs/own may need beside, which has no entry']);
  });

  it('finds a package without digest, but asks none of the folders of the workspace', () => {
    const packages = { 'libs/own': {}, 'node_modules/own': { link: true }, 'node_modules/other': {} };
    expect(lockFaults({ packages })).toEqual(['node_modules/other has no digest']);
  });

  it('finds a libc field', () => {
    const packages = { 'node_modules/engine-linux': { ...digest, libc: ['glibc'] } };
    expect(lockFaults({ packages })).toEqual([
      'node_modules/engine-linux has a libc field, which npm 10 removes',
    ]);
  });
});
