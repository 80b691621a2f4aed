import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { engineStatement } from '@vaultwright/datavault-core/sql';
import { adapter } from '@vaultwright/duckdb-adapter';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CommandFolder, type PrintedCommand } from './support/command-folder.ts';
import { socialFiles } from './support/social-files.ts';

// Each of these gave a silently wrong history once: see docs/how-to/deliveries.md. Here the command itself runs, a process each.
let folder: CommandFolder;
let place: string;
let database: string;
beforeAll(async () => {
  folder = await CommandFolder.open();
});
afterAll(() => folder.close());
beforeEach(async () => {
  place = await mkdtemp(join(folder.path, 'case-'));
  database = await mkdtemp(join(folder.path, 'database-'));
  await folder.configure({ demo: { adapter: './duckdb.js', path: join(database, 'w.duckdb') } });
});
afterEach(async () => {
  for (const path of [place, database]) await rm(path, { recursive: true, force: true });
});

const file = (name: string, ...lines: readonly string[]): Promise<void> =>
  writeFile(join(place, name), `${lines.join('\n')}\n`);

/** Runs a data set over the files of the case; the command must succeed. */
async function run(dataSet: string, ...words: readonly string[]): Promise<PrintedCommand> {
  return ended(await folder.run('run', dataSet, '--target', 'demo', '--source', place, ...words));
}

function ended(printed: PrintedCommand): PrintedCommand {
  expect(printed.exitCode, printed.err).toBe(0);
  return printed;
}

async function rows(sql: string): Promise<unknown[][]> {
  const warehouse = await adapter.open({ path: join(database, 'w.duckdb') }, 'read');
  try {
    const session = await warehouse.connect();
    const found = await session.query(engineStatement('query', sql));
    await session.close();
    return found.map((row) => Object.values(row));
  } finally {
    await warehouse.close();
  }
}

const versions = async (entity = 's_users'): Promise<unknown[]> =>
  (await rows(`select town from daily.${entity} order by load_dt`)).flat();

describe('the command, over files that come again, late, in parts, under new names', () => {
  it('a value that comes back in a third file is a third version, and force or an added entity adds none', async () => {
    for (const [day, town] of ['Bonn', 'Kiel', 'Bonn'].entries()) {
      await file(`users_${day + 1}.csv`, 'id,town', `1,${town}`);
      await run('daily');
    }
    expect(await versions()).toEqual(['Bonn', 'Kiel', 'Bonn']);
    expect(await rows('select count(*) from daily.s_seen')).toEqual([[3n]]);
    expect((await rows('select town from daily.v_users')).flat()).toEqual(['Bonn']);
    await run('daily', '--force-load');
    expect(await versions()).toEqual(['Bonn', 'Kiel', 'Bonn']);
    const words = ['run', 'daily', '--target', 'demo', '--source', place];
    ended(await folder.runIn({ ADDED: '1' }, ...words));
    expect(await versions('s_added')).toEqual(['Bonn', 'Kiel', 'Bonn']);
    expect(await versions()).toEqual(['Bonn', 'Kiel', 'Bonn']);
    expect((await run('daily')).out).toContain('nothing to do');
  });

  it('one file on three days is three sightings of one version', async () => {
    for (const day of [1, 2, 3]) await file(`users_${day}.csv`, 'id,town', '1,Bonn');
    const { err } = await run('daily');
    expect(err).toContain('users_2.csv has the same content as users_1.csv');
    expect(await rows('select count(*) from daily.s_seen')).toEqual([[3n]]);
    expect(await versions()).toEqual(['Bonn']);
  });

  it('day 10 is in force after day 2', async () => {
    for (const day of [10, 2, 1]) await file(`users_${day}.csv`, 'id,town', `1,day ${day}`);
    await run('daily');
    expect(await versions()).toEqual(['day 1', 'day 2', 'day 10']);
  });

  it('parts of one delivery end no key of each other and replace a table together', async () => {
    await file('users_2023-01-09_part0.csv', 'id,town', '1,Bonn', '2,Bonn');
    await file('users_2023-01-09_part1.csv', 'id,town', '3,Bonn');
    await run('parted');
    expect((await rows('select status from parted.s_status')).flat()).toEqual(['I', 'I', 'I']);
    expect(await rows('select count(*) from parted.r_users')).toEqual([[3n]]);
  });

  it('a file belongs to the source whose name says more', async () => {
    await file('order.csv', 'id', '1');
    await file('order_notes.csv', 'id,note', '7,late');
    await run('orders');
    expect(await rows('select order_id from orders.h_order')).toEqual([[1n]]);
    expect(await rows('select note_id from orders.h_note')).toEqual([[7n]]);
  });

  it('a file under a name of another case or packed is loaded, and one of nobody is named or refused', async () => {
    await file('users.CSV', 'id,town', '1,Bonn');
    await writeFile(join(place, 'users_2.csv.gz'), gzipSync('id,town\n1,Kiel\n'));
    await file('Orders.csv', 'id', '1');
    await file('products (1).csv', 'id', '1');
    const { err } = await run('daily');
    expect(err).toContain('2 objects belong to no source: Orders.csv, products (1).csv');
    expect(await versions()).toEqual(['Bonn', 'Kiel']);
    const words = ['run', 'daily', '--target', 'demo', '--source', place, '--strict'];
    const strict = await folder.run(...words);
    expect(strict.exitCode).toBe(1);
    expect(strict.err).toContain('E-SOURCE-STRAY');
  });

  it('a group that is renamed and renamed back has its first name in the report', async () => {
    for (const name of ['First', 'Between', 'First']) {
      const log = [{ group: 1, user: 1, event: 'add' }];
      const whole = socialFiles({ users: [1], groups: [{ id: 1, name }], log });
      for (const [key, content] of Object.entries(whole)) await writeFile(join(place, key), content);
      await run('group_log');
    }
    const words = ['report', 'group_conversion', '--format', 'json', '--target', 'demo'];
    const { out } = ended(await folder.run(...words));
    expect(JSON.parse(out)).toMatchObject({ rows: [{ group_name: 'First' }] });
  });
});
