import { it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { goldenHistory } from '/work/main/apps/report/src/testing/golden-figures.ts';
import { VaultFixture } from '/work/main/apps/report/src/testing/vault-fixture.ts';
import { groupConversion } from '/work/main/apps/report/src/index.ts';
const names = ['Садоводы: рассада, грядки и урожай', 'Travel', 'Кулинария без границ!!!', 'Мамы и малыши', 'Путешествия VIP', 'Книжный клуб', 'Cooking', 'Старое кино', 'Music & <b>friends</b>', 'Настольные игры, 18+'];
it('preview', async () => {
  const v = await VaultFixture.open('sprint6-canonical');
  const h = goldenHistory(names);
  const extra = [];
  for (let u=1;u<=120;u++) extra.push({id: 9_000_000+u, from: 4700-u, group: 22, at: '2021-05-20 10:00:00'});
  const h2 = {...h, users: [...h.users], messages: [...h.messages, ...extra, {id: 9_999_999, from: 77777, group: 22, at:'2021-05-28 09:12:44'}, {id: 9_999_998, from: 7, group: 999, at:'2021-05-28 10:03:12'}], log: [...h.log]};
  await v.fill(h2 as any);
  await v.run(`insert into ops.etl_load values ('01JDAAAA5A','sprint6-canonical','group_log','01JD0K3V7Q','2021-06-01 12:00:00.123','loaded_with_rejects',4,100000,99997,3,0,'0.1.0','abc','md5')`);
  await v.run(`insert into ops.etl_object values ('sprint6-canonical','group_log','group_log','c1','abc','01JDAAAA5A','sprint6','group_log.csv','e',1000,60000,59997,3,0,'canonical','2021-06-01 12:00:00'),('sprint6-canonical','group_log','dialogs','c2','abc','01JDAAAA5A','sprint6','dialogs.csv','e',1000,40000,40000,0,0,'fast','2021-06-01 12:00:00')`);
  await v.run(`insert into ops.etl_entity values ('01JDAAAA5A','s_auth_history','group_log',60000,59990,0,7,0,0,0,0),('01JDAAAA5A','h_dialogs','dialogs',40000,39988,0,12,0,0,0,0)`);
  await v.run(`insert into staging.group_log_rej values ('01JDAAAA5A','group_log.csv',881,882,5,'datetime','bad_timestamp','2021-13-45','a timestamp','3,12,,leave,2021-13-45','2021-06-01 12:00:00'),('01JDAAAA5A','group_log.csv',882,883,2,'user_id','bad_integer','abc','an integer','2,abc,,add,x','2021-06-01 12:00:00'),('01JDAAAA5A','group_log.csv',882,883,5,'datetime','bad_timestamp','x','a timestamp','2,abc,,add,x','2021-06-01 12:00:00'),('01JDAAAA5A','group_log.csv',883,884,null,null,'too_few_columns','','5 columns','4,13','2021-06-01 12:00:00')`);
  const r = await groupConversion.run(v.context());
  for (const lang of ['en','ru']) {
    writeFileSync(`/tmp/report-${lang}.html`, groupConversion.render(r,'html',['--lang',lang]));
    writeFileSync(`/tmp/report-${lang}.txt`, groupConversion.render(r,'terminal',['--lang',lang]));
    writeFileSync(`/tmp/report-${lang}.md`, groupConversion.render(r,'md',['--lang',lang]));
  }
  writeFileSync('/tmp/report.csv', groupConversion.render(r,'csv',[]));
  writeFileSync('/tmp/report.json', groupConversion.render(r,'json',[]));
  const e = await groupConversion.run((await v.fill({users:[],groups:[],log:[],messages:[]})).context());
  writeFileSync('/tmp/empty.html', groupConversion.render(e,'html',[]));
  writeFileSync('/tmp/empty.txt', groupConversion.render(e,'terminal',[]));
});
