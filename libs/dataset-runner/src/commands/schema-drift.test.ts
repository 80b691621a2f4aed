import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
  type Column,
} from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { defineDataSet } from '../data-set.ts';
import { linesOfError } from '../fixtures/printed-error.ts';
import { aRunRequest, projectFolder } from '../fixtures/project-folder.ts';
import { commands } from './commands.ts';

const project = projectFolder();

/** A data set whose source has these columns beside the key. */
function shop(columns: Readonly<Record<string, Column>>) {
  const cards = defineSource('cards', { columns: { number: int(), ...columns } });
  const hub = defineHub('h_card', { from: cards, businessKey: { card_number: 'number' } });
  const satellite = defineSatellite('s_card', { of: hub, from: cards, payload: ['kind'] as never });
  return defineDataSet({
    name: 'shop',
    sources: ['cards'],
    models: { main: defineVault('shop', { entities: [hub, satellite] }) },
    defaultModel: 'main',
    recordSource: 'test',
  });
}

const run = () => commands.run(aRunRequest('shop'), project.context);
const rejected = 'change the tables by hand, load into another warehouse, or correct the metadata';

describe('a run whose tables are not those of the metadata', () => {
  it('names apply where the source has only got a nullable column, and apply mends it', async () => {
    await project.file('cards.csv', 'number,kind', '1,gold');
    project.configure(shop({ kind: text(9) }));
    expect((await run()).status).toBe('ok');

    project.configure(shop({ kind: text(9), note: text(9).nullable() }));
    await project.file('cards_2.csv', 'number,kind,note', '2,gold,new');
    expect(linesOfError((await run()).error)).toEqual([
      'E-SCHEMA-DRIFT  stored tables differ from the metadata of shop',
      '  in warehouse catalogue',
      '  staging.cards: missing note VARCHAR',
      '  Fix: vaultwright apply with the name of the data set: it shows these changes and makes them on consent',
      '  More: vaultwright explain E-SCHEMA-DRIFT  exit 1',
    ]);
    const shown = await commands.apply({ dataSet: 'shop', digest: null }, project.context);
    await commands.apply({ dataSet: 'shop', digest: shown.digest }, project.context);
    expect((await run()).status).toBe('ok');
  });

  it('does not name apply where apply would refuse', async () => {
    await project.file('cards.csv', 'number,kind', '1,gold');
    project.configure(shop({ kind: text(9) }));
    await run();
    project.configure(shop({ kind: text(9), note: text(9) }));
    expect((await run()).error).toMatchObject({ code: 'E-SCHEMA-DRIFT', fix: rejected });
  });
});
