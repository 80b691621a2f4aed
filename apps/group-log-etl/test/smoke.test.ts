import { expect, it } from 'vitest';
import { SocialRoad } from './support/social-road.ts';

it('loads', async () => {
  const road = await SocialRoad.open('sprint6-canonical');
  const result = await road.loadFiles({
    'users.csv': 'id,chat_name,registration_dt,country,age\n10,a,,X,20\n11,"b,c",2019-01-01 00:00:00,Y,\n',
    'groups.csv': 'id,admin_id,group_name,registration_dt,is_private\n1,10,g,2019-01-01 00:00:00,true\n',
    'dialogs.csv': 'message_id,message_ts,message_from,message_to,message,message_group\n1,2020-02-01 00:00:00,11,,"hi, you",1\n',
    'group_log.csv': 'group_id,user_id,user_id_from,event,datetime\n1,11,,add,2020-01-01 00:00:00\n',
  }, { report: (e) => { if (e.kind === 'step') console.log(JSON.stringify(e)); } });
  console.log(JSON.stringify(result.error), result.status);
  const report = await road.report();
  console.log(groupConversion.render(report, 'terminal', []));
  console.log(await road.tableCounts());
  expect(result.status).toBe('ok');
  const again = await road.loadFiles({ 'users2.csv': '' });
  await road.close();
});
import { groupConversion } from '@vaultwright/report';
