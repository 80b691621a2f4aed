import { describe, expect, it } from 'vitest';
import { fakeProgram, jsonLineOf } from '../fixtures/fake-program.ts';

describe('render', () => {
  it('prints the files, or how often each statement reads which table', async () => {
    const files = fakeProgram();
    expect(await files.run('render', 'users', '--dialect', 'vertica')).toBe(0);
    expect(files.out()).toBe('sql/01-create.sql\n');
    const scans = fakeProgram();
    expect(await scans.run('render', 'users', '--dialect', 'vertica', '--scans')).toBe(0);
    expect(scans.out()).toBe('   3  hubs/h/in/insert  dds.h 2, stage_in 1\n   0  model/none\n');
  });

  it('tells both to programs', async () => {
    const program = fakeProgram();
    expect(await program.run('render', 'users', '--dialect', 'vertica', '--json')).toBe(0);
    expect(jsonLineOf(program.out())).toMatchObject({
      files: ['sql/01-create.sql'],
      scans: [{ step: 'hubs/h/in/insert', tables: { 'dds.h': 2, stage_in: 1 } }, {}],
    });
  });
});
