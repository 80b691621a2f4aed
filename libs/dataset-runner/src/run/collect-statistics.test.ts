import { describe, expect, it } from 'vitest';
import type { QualifiedTable } from '@vaultwright/datavault-core/sql';
import type { RunEvent } from '../run-event.ts';
import { collectStatistics } from './collect-statistics.ts';

const created: readonly QualifiedTable[] = [{ schema: 'dds', name: 'h_user' }];

async function told(analyze?: (tables: readonly QualifiedTable[]) => Promise<void>, tables = created) {
  const events: RunEvent[] = [];
  await collectStatistics(analyze === undefined ? {} : { analyze }, tables, (event) => events.push(event));
  return events;
}

describe('statistics of new tables', () => {
  it('are collected for what the run has created', async () => {
    const seen: (readonly QualifiedTable[])[] = [];
    expect(await told((tables) => Promise.resolve(void seen.push(tables)))).toEqual([]);
    expect(seen).toEqual([created]);
  });

  it('are not asked for when nothing was created, or the engine counts by itself', async () => {
    const never = () => Promise.reject(new Error('asked'));
    expect(await told(never, [])).toEqual([]);
    expect(await told()).toEqual([]);
  });

  it('are missing with a warning when the engine refuses', async () => {
    expect(await told(() => Promise.reject(new Error('no right to do so')))).toEqual([
      { kind: 'warning', message: 'statistics of new tables were not collected: no right to do so' },
    ]);
  });
});
