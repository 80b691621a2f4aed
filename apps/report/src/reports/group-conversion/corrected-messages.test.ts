import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { add, history, minute, wrote, type Message } from '../../testing/social-history.ts';
import { VaultFixture } from '../../testing/vault-fixture.ts';
import { models } from '../../testing/vault-tables.ts';
import { groupConversion } from './group-conversion.ts';

const openEnd = '9999-12-31 23:59:59.999999';

describe.each(models)('a message whose group was corrected, on %s', (model) => {
  let vault: VaultFixture;
  beforeAll(async () => {
    vault = await VaultFixture.open(model);
  });
  afterAll(() => vault.knex.destroy());

  const groups = [1, 2, 3].map((id) => ({ id, registered: minute(id) }));
  const message: Message = wrote(1, 2, 20, 7);
  const fill = (told: Partial<Message>): Promise<VaultFixture> =>
    vault.fill(history({ groups, log: [add(1, 1), add(2, 1)], messages: [{ ...message, ...told }] }));
  /** Groups that count the message. */
  const counted = async (...options: string[]): Promise<string[]> => {
    const { rows } = await groupConversion.run(vault.context(options));
    const writing = rows.filter((row) => row['cnt_users_in_group_with_messages'] === 1);
    return writing.map((row) => String(row['group_id'])).sort();
  };
  /** A further row of the satellite, told some seconds after the first delivery. */
  const told = (group: number, load: number, start: string, end: string): Promise<void> =>
    vault.run(
      `insert into dds.es_groups_dialogs select distinct hk_l_groups_dialogs, hk_message_id, hk_group_id, timestamp '${start}', timestamp '${end}', timestamp '2021-06-01 12:00:00' + interval ${load} second, 's3' from dds.l_groups_dialogs join dds.h_groups using (hk_group_id) where group_id = ${group}`,
    );

  it('counts in the group in force alone, whatever it was told to be in before', async () => {
    await fill({ toldBefore: [1] });
    expect(await counted()).toEqual(['2']);
    await fill({ toldBefore: [2, 1] });
    expect(await counted()).toEqual(['2']);
    await fill({ toldBefore: [1, 3, 1, 3] });
    expect(await counted()).toEqual(['2']);
  });

  it('counts nowhere when the group in force is not among the chosen ones', async () => {
    await fill({ toldBefore: [1] });
    expect(await counted('--groups', '1')).toEqual([]);
  });

  it('waits for a group that nobody has delivered, and not for one that was corrected', async () => {
    await fill({ toldBefore: [1], group: 9 });
    expect(await counted()).toEqual([]);
    await fill({ toldBefore: [9, 1, 9] });
    expect(await counted()).toEqual(['2']);
  });

  it('counts by every link when the satellite has never heard of it', async () => {
    await fill({ toldBefore: [1] });
    await vault.run('delete from dds.es_groups_dialogs');
    expect(await counted()).toEqual(['1', '2']);
  });

  it('counts nowhere when it is in no group any more', async () => {
    await fill({});
    await told(2, 1, message.at, message.at);
    expect(await counted()).toEqual([]);
    await told(2, 2, message.at, openEnd);
    expect(await counted()).toEqual(['2']);
    await told(2, 2, message.at, minute(50));
    expect(await counted()).toEqual([]);
  });

  it('counts once when one delivery tells two groups, and in the other one when the next tells that alone', async () => {
    await fill({ toldBefore: [1] });
    await vault.run('delete from dds.es_groups_dialogs');
    await told(1, 0, message.at, openEnd);
    await told(2, 0, message.at, openEnd);
    const [found, ...others] = await counted();
    expect(others).toEqual([]);
    await told(Number(found), 1, message.at, message.at);
    expect(await counted()).toEqual(found === '1' ? ['2'] : ['1']);
  });

  it('was told last what took effect last within a delivery: an end before the start comes before it', async () => {
    await fill({});
    await vault.run('delete from dds.es_groups_dialogs');
    await told(2, 0, minute(50), openEnd);
    // One delivery: the message began earlier, in another group, and then was in this one again.
    await told(2, 1, minute(50), minute(30));
    await told(2, 1, minute(40), openEnd);
    expect(await counted()).toEqual(['2']);
  });

  it('is in the group that begins last when one delivery tells one after the other', async () => {
    await fill({ toldBefore: [1] });
    await vault.run('delete from dds.es_groups_dialogs');
    await told(2, 0, minute(20), openEnd);
    await told(1, 0, minute(10), openEnd);
    expect(await counted()).toEqual(['2']);
    await told(1, 0, minute(30), openEnd);
    expect(await counted()).toEqual(['1']);
  });
});
