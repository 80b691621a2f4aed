import { readFileSync } from 'node:fs';
import {
  defineAsOfTable,
  defineHub,
  definePointInTime,
  defineRecordTrackingSatellite,
  defineReferenceTable,
  defineSatellite,
  defineSource,
  defineVault,
  text,
} from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { runResultSchema } from '../run-result.ts';
import { commands } from './commands.ts';

const project = projectFolder();

describe('run.json', () => {
  const customers = defineSource('customers', { columns: { id: text(9), city: text(20) } });
  const countries = defineSource('countries', { columns: { code: text(2), title: text(40) } });
  const hub = defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } });
  const city = defineSatellite('s_city', { of: hub, from: customers, payload: ['city'] });
  const days = defineAsOfTable('as_of_day', {
    generate: { start: '2022-01-02', end: '2022-01-04', grains: { daily: 'all' } },
  });
  const vault = defineVault('shop', {
    entities: [
      hub,
      city,
      defineRecordTrackingSatellite('rts_customer', { of: hub, from: customers }),
      defineReferenceTable('r_country', {
        from: countries,
        naturalKey: { country_code: 'code' },
        payload: ['title'],
      }),
      days,
      definePointInTime('pit_customer', { of: hub, at: days, satellites: [city] }),
    ],
  });

  it('fits its own schema whatever kinds the vault has', async () => {
    project.configure(
      defineDataSet({
        name: 'shop',
        sources: ['customers', 'countries'],
        models: { main: vault },
        defaultModel: 'main',
        recordSource: 'test',
      }),
    );
    await project.file('customers.csv', 'id,city', '1,Kyiv', '2,Lviv');
    await project.file('countries.csv', 'code,title', 'UA,Ukraine');
    const { runId, status } = await commands.run(aRunRequest('shop'), project.context);
    expect(status).toBe('ok');

    const written: unknown = JSON.parse(
      readFileSync(project.path('.vaultwright', 'runs', runId, 'run.json'), 'utf8'),
    );
    const { steps } = runResultSchema.parse(written);
    expect(new Set(steps.map(({ step }) => step))).toEqual(
      new Set(['fetch', 'stage', 'hubs', 'satellites', 'tracking', 'references']),
    );
  });
});
