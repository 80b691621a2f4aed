import type { Knex } from 'knex';
import { afterEach, expect, it, vi } from 'vitest';
import { startEmulator } from '../test/emulator.ts';
import { adapter } from './adapter.ts';

afterEach(() => vi.restoreAllMocks());

it('leaves standard output to the answer: what knex warns of goes to standard error', async () => {
  const out = [vi.spyOn(console, 'log'), vi.spyOn(process.stdout, 'write')];
  const told = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const emulator = await startEmulator();
  const knex = (await adapter.openKnex(emulator.settings)) as Knex;
  try {
    for (const spy of out) spy.mockClear();
    await knex.raw('select 1 as "one"');
    for (const spy of out) expect(spy).not.toHaveBeenCalled();
    expect(told.mock.calls.map(([warning]) => String(warning)).join()).toContain('TLS mode disable');
  } finally {
    await knex.destroy();
    await emulator.close();
  }
});
