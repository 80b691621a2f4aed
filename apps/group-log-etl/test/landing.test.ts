import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { adapter } from '@vaultwright/duckdb-adapter';
import { describe, expect, it } from 'vitest';
import { socialFiles } from './support/social-files.ts';
import { SocialRoad } from './support/social-road.ts';

const files = socialFiles({
  users: [1, 2],
  groups: [{ id: 1 }],
  messages: [],
  log: [{ group: 1, user: 2, event: 'add' }],
});

/** A warehouse that tells into which tables files are loaded ahead of a transaction, and into which within it. */
function watchedWarehouse(inner: Warehouse, readsOwnWritesSlowly: boolean) {
  const tables = { ahead: new Set<string>(), within: new Set<string>() };
  let place: keyof typeof tables = 'within';
  const wrap = (session: Session): Session => ({
    execute: (...args) => session.execute(...args),
    query: (...args) => session.query(...args),
    describe: (...args) => session.describe(...args),
    loadRows: (...args) => session.loadRows(...args),
    loadRegularFile: (load, file) => {
      tables[place].add(`${load.target.schema ?? 'work'}.${load.target.name}`);
      return (session as Required<Session>).loadRegularFile(load, file);
    },
    vaultTransaction: (vault, holder, work, ahead) =>
      session.vaultTransaction(vault, holder, work, async () => {
        place = 'ahead';
        await ahead?.();
        place = 'within';
      }),
    close: () => session.close(),
  });
  const warehouse: Warehouse = {
    dialect: { ...inner.dialect, readsOwnWritesSlowly },
    location: inner.location,
    connect: async () => wrap(await inner.connect()),
    close: () => inner.close(),
  };
  return { warehouse, tables };
}

describe('the rows of a file', () => {
  it.each([
    [true, { ahead: ['work.landed_users'], within: [] }],
    [false, { ahead: [], within: ['staging.users'] }],
  ])('land before the transaction only in a work table (%s)', async (slow, expected) => {
    const road = await SocialRoad.open('sprint6-canonical');
    const { warehouse, tables } = watchedWarehouse(await adapter.open(road.settings, 'write'), slow);
    expect((await road.loadFiles(files, { warehouse })).error).toBeNull();
    await warehouse.close();
    const users = (place: keyof typeof tables): string[] =>
      [...tables[place]].filter((name) => name.endsWith('users'));
    expect({ ahead: users('ahead'), within: users('within') }).toEqual(expected);
    await road.close();
  });
});
