import { VaultwrightError } from '@vaultwright/datavault-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { add, history, wrote } from '../../testing/social-history.ts';
import { VaultFixture } from '../../testing/vault-fixture.ts';
import { groupConversion } from './group-conversion.ts';

const model = 'sprint6-canonical';

interface LoadedFile {
  readonly key: string;
  readonly load?: string;
  readonly sha?: string;
  readonly vault?: string;
  readonly read?: number;
  readonly rejected?: number;
  readonly at?: string;
}

describe('what the report says beside the figures', () => {
  let vault: VaultFixture;
  beforeAll(async () => {
    vault = await VaultFixture.open(model);
  });
  beforeEach(() => vault.fill(history({ log: [add(1, 1)], messages: [wrote(1, 1)] })));
  afterAll(() => vault.knex.destroy());

  const quality = async () => (await groupConversion.run(vault.context())).quality;
  const loaded = (file: LoadedFile): Promise<void> => {
    const { key, load = 'L1', sha = key, read = 10, rejected = 0, at = '2021-06-01 10:00:00' } = file;
    const source = key.replace('.csv', '');
    return vault.run(
      `insert into ops.etl_object values ('${file.vault ?? model}', 'group_log', '${source}', '${sha}', 'm', '${load}', 'b', '${key}', 'e', 1, ${read}, ${read - rejected}, ${rejected}, 0, 'fast', '${at}')`,
    );
  };
  const rejected = (key: string, record: number, reason: string, load = 'L1'): Promise<void> =>
    vault.run(
      `insert into staging.${key.replace('.csv', '')}_rej values ('${load}', '${key}', ${record}, ${record + 1}, 1, 'c', '${reason}', 'v', 'e', 'raw', '2021-06-01')`,
    );
  const batch = (load: string, run: string, at: string, name = model): Promise<void> =>
    vault.run(
      `insert into ops.etl_load values ('${load}', '${name}', 'group_log', '${run}', '${at}', 'loaded', 1, 10, 10, 0, 0, '0.1.0', 'm', 'md5')`,
    );

  it('names the latest load of this vault, its run, time, hash profile, and how far the data reaches', async () => {
    await batch('L1', 'R1', '2021-06-01 10:00:00.5');
    await batch('L2', 'R2', '2021-06-02 10:00:00');
    await batch('L3', 'R3', '2021-06-03 10:00:00', 'event-hub');
    const { load, dataUntil } = await quality();
    expect(load).toEqual({
      dataset: 'group_log',
      loadId: 'L2',
      runId: 'R2',
      loadedAt: '2021-06-02 10:00:00.000000',
      status: 'loaded',
      hashProfile: 'md5',
      codeVersion: '0.1.0',
    });
    expect(dataUntil).toBe('2021-01-01 00:20:00.000000');
  });

  it('counts rejected records per file and reason, a record with two problems once per reason', async () => {
    await loaded({ key: 'dialogs.csv', read: 10, rejected: 2 });
    await loaded({ key: 'group_log.csv', read: 5, rejected: 1 });
    await rejected('dialogs.csv', 1, 'bad_timestamp');
    await rejected('dialogs.csv', 1, 'bad_timestamp');
    await rejected('dialogs.csv', 1, 'bad_integer');
    await rejected('dialogs.csv', 2, 'bad_timestamp');
    await rejected('group_log.csv', 7, 'too_few_columns');
    const found = await quality();
    expect(found.rejected).toEqual([
      { file: 'dialogs.csv', reason: 'bad_timestamp', records: 2 },
      { file: 'dialogs.csv', reason: 'bad_integer', records: 1 },
      { file: 'group_log.csv', reason: 'too_few_columns', records: 1 },
    ]);
    expect(found.rows).toEqual({ read: 15, loaded: 12, rejected: 3, blank: 0 });
  });

  it('still counts rejects whose rows were purged from staging', async () => {
    await loaded({ key: 'dialogs.csv', read: 10, rejected: 3 });
    await rejected('dialogs.csv', 1, 'bad_timestamp');
    expect((await quality()).rejected).toEqual([
      { file: 'dialogs.csv', reason: null, records: 2 },
      { file: 'dialogs.csv', reason: 'bad_timestamp', records: 1 },
    ]);
  });

  it('counts a content once when it was read again, and leaves other vaults out', async () => {
    await loaded({ key: 'dialogs.csv', rejected: 4, load: 'L1', at: '2021-06-01 10:00:00' });
    await loaded({ key: 'dialogs.csv', rejected: 1, load: 'L2', at: '2021-06-02 10:00:00' });
    await loaded({ key: 'groups.csv', rejected: 9, load: 'L3', vault: 'event-hub' });
    await rejected('dialogs.csv', 1, 'bad_timestamp', 'L1');
    await rejected('dialogs.csv', 1, 'bad_timestamp', 'L2');
    const found = await quality();
    expect(found.rows.rejected).toBe(1);
    expect(found.rejected).toEqual([{ file: 'dialogs.csv', reason: 'bad_timestamp', records: 1 }]);
  });

  it('takes collapsed duplicates from the entity that keeps one row per record, and sums late rows', async () => {
    await loaded({ key: 'dialogs.csv' });
    const entity = (name: string, source: string, duplicate: number, late: number, load = 'L1') =>
      vault.run(
        `insert into ops.etl_entity values ('${load}', '${name}', '${source}', 10, 5, 0, ${duplicate}, 0, 0, ${late}, 0, 0)`,
      );
    await entity('h_dialogs', 'dialogs', 3, 1);
    await entity('l_user_message', 'dialogs', 8, 0);
    await entity('s_auth_history', 'group_log', 2, 4);
    await entity('h_dialogs', 'dialogs', 100, 100, 'L9');
    const found = await quality();
    expect(found.duplicates.filter(({ rows }) => rows > 0)).toEqual([
      { source: 'dialogs', entity: 'h_dialogs', rows: 3 },
      { source: 'group_log', entity: 's_auth_history', rows: 2 },
    ]);
    expect(found.late).toBe(5);
    expect(found.conflict).toBe(0);
  });

  it('sums conflicts, and finds those of a ledger that did not count them yet', async () => {
    await loaded({ key: 'dialogs.csv' });
    const counts = '10, 1, 2, 1, 1, 1, 1, 0';
    await vault.run(`insert into ops.etl_entity values ('L1', 'h_dialogs', 'dialogs', ${counts}, 3)`);
    await vault.run(`insert into ops.etl_entity values ('L1', 's_dialog_info', 'dialogs', ${counts}, null)`);
    expect((await quality()).conflict).toBe(6);
    await vault.run('alter table ops.etl_entity drop column conflict');
    expect((await quality()).conflict).toBe(6);
  });

  it('no longer counts a held row once its link is stored, or once the hub knows the key', async () => {
    await vault.fill(history({ users: [1], messages: [wrote(2, 1)] }));
    expect((await quality()).held).toHaveLength(1);
    await vault.run(
      'insert into dds.l_user_message select hk_l_user_message, hk_user_id, hk_message_id, load_dt, load_src from dds.l_user_message_pending',
    );
    expect((await quality()).held).toEqual([]);
    await vault.run('delete from dds.l_user_message');
    await vault.run(
      'insert into dds.h_users select hk_user_id, 2, null, load_dt, load_src from dds.l_user_message_pending',
    );
    expect((await quality()).held).toEqual([]);
  });

  it('warns when the ledger does not add up', async () => {
    await vault.run(
      `insert into ops.etl_object values ('${model}', 'd', 'users', 'c', 'm', 'L1', 'b', 'users.csv', 'e', 1, 10, 5, 3, 0, 'fast', '2021-06-01')`,
    );
    const result = await groupConversion.run(vault.context());
    expect(result.notices[0]?.code).toBe('check_failed_reconciled');
    expect(result.quality.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      'reconciled',
    ]);
  });

  it('says which tables it needs when the vault is not there', async () => {
    const schemas = { vault: 'nowhere', staging: 'staging', ops: 'ops' };
    const failure = await groupConversion
      .run({ ...vault.context(), schemas })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(VaultwrightError);
    expect(failure).toMatchObject({
      code: 'E-WH-REPORT',
      found: expect.stringContaining('nowhere') as string,
    });
  });

  it('refuses schema names that a query builder would read a meaning into', async () => {
    const schemas = { vault: 'dds.h_users as x', staging: 'staging', ops: 'ops' };
    await expect(groupConversion.run({ ...vault.context(), schemas })).rejects.toMatchObject({
      code: 'E-USAGE-SCHEMA',
      where: 'schemas.vault',
    });
  });
});
