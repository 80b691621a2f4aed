import * as core from '@vaultwright/datavault-core';
import { decimal, defineSource, int, parseVault, text } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { printedError } from '../fixtures/printed-error.ts';

describe('a value that a declaration does not take', () => {
  it('is named with its source, its column and what is allowed, all of them at once', () => {
    const declare = () =>
      defineSource('users', {
        columns: { id: int(), comment: text(70_000), price: decimal(39, 2) },
        csv: { delimiter: '::' },
      });
    expect(printedError(declare)).toEqual([
      'E-META-INVALID  3 mistakes in the metadata',
      '  in source users',
      '  users.comment.type.length: found 70000; allowed: a whole number from 1 to 65000',
      '  users.price.type.precision: found 39; allowed: a whole number from 1 to 38',
      '  users.csv.delimiter: found "::"; allowed: exactly one character',
      '  Fix: correct the lines below',
      '  More: vaultwright explain E-META-INVALID  exit 1',
    ]);
  });

  it('is named with its path and its entity in a vault that is plain data', () => {
    const data = {
      name: 'Social',
      sources: [{ name: 'users', columns: { id: { type: { kind: 'integer' } } } }],
      entities: [
        { kind: 'hub', name: 'h_users', from: 'users', businessKey: { user_id: 7 }, onNullKey: 'stop' },
      ],
    };
    expect(printedError(() => parseVault(data)).slice(2, -2)).toEqual([
      '  name: found "Social"; must be lower-case letters, digits, - and _',
      '  sources.0.columns.id.type.kind (users): found "integer"; allowed: text, int, decimal, boolean, date, time, timestamp, timestamptz, float, binary, uuid, hash',
      '  entities.0.businessKey.user_id (h_users): found 7; allowed: a text that is not empty',
      '  entities.0.onNullKey (h_users): found "stop"; allowed: skip, unknown, fail',
    ]);
  });

  it('is named where a name itself is wrong', () => {
    const data = {
      name: 'social',
      sources: [
        { name: 'users', columns: { id: { type: { kind: 'int' } } }, staging: { clean: { '': ['trim'] } } },
      ],
      entities: [],
      defaults: { hubb: {} },
    };
    expect(printedError(() => parseVault(data)).slice(2, -2)).toEqual([
      '  defaults: unknown option hubb; did you mean hub? allowed: hub, link, nonHistorizedLink, satellite, nonHistorizedSatellite, effectivitySatellite, multiActiveSatellite, extendedTrackingSatellite, recordTrackingSatellite, statusTrackingSatellite, referenceHub, referenceSatellite, referenceTable, asOfTable, pointInTime, bridge, currentView, endDatedView, snapshotView',
      '  sources.0.staging.clean. (users): found the name ""; allowed: a text that is not empty',
    ]);
  });
});

/** Every function of the library that declares something. */
const defineFunctions = Object.entries(core).flatMap(([name, value]) =>
  name.startsWith('define') && typeof value === 'function'
    ? [[name, value as unknown as (name: string, options: object) => unknown] as const]
    : [],
);

describe('an option that a declaration does not have', () => {
  it('is looked for by every define function', () => {
    expect(defineFunctions.length).toBeGreaterThan(20);
  });

  it.each(defineFunctions)('%s refuses it with name and allowed options', (_name, define) => {
    const [head, where, line] = printedError(() => define('thing', { colour: 'red' }));
    expect(head).toMatch(/^E-META-INVALID {2}\d mistakes? in the metadata$/);
    expect(where).toMatch(/^ {2}in \w+ thing$/);
    expect(line).toMatch(/^ {2}thing: unknown option colour; allowed: \w+/);
  });

  const users = defineSource('users', { columns: { id: int(), comment: text(20) } });
  const leads = defineSource('leads', { columns: { id: int(), remark: text(20) } });
  const hUsers = core.defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });

  it('is named with the nearest option, or with the name it has now', () => {
    const options = { form: users, businesKey: { user_id: 'id' }, also: [], hashkey: 'hk' };
    expect(printedError(() => core.defineHub('h_users', options as never))).toEqual([
      'E-META-INVALID  6 mistakes in the metadata',
      '  in hub h_users',
      ...[
        ['form', 'did you mean from?'],
        ['businesKey', 'did you mean businessKey?'],
        ['also', 'it is called furtherSources;'],
        ['hashkey', 'did you mean hashKey?'],
      ].map(
        ([option, guess]) =>
          `  h_users: unknown option ${option}; ${guess} allowed: from, businessKey, extra, furtherSources, hashKey, nullKeyRule, onNullKey, collisions, zeroKeyRows`,
      ),
      '  h_users.from: found nothing; allowed: a source that defineSource declared before',
      '  h_users.businessKey: found nothing; allowed: an object whose values are a text that is not empty',
      '  Fix: correct the lines below',
      '  More: vaultwright explain E-META-INVALID  exit 1',
    ]);
  });

  it('is named inside a further source and inside a value too', () => {
    const satellite = (options: object) =>
      core.defineSatellite('s_users', { of: hUsers, from: users, payload: ['comment'], ...options } as never);
    const feed = core.fedBy(leads, { payload: { comment: 'remark' }, keys: ['id'] } as never);
    expect(printedError(() => satellite({ furtherSources: [feed] })).slice(1, -2)).toEqual([
      '  in satellite s_users',
      '  s_users.furtherSources.0: unknown option keys; did you mean key? allowed: payload, key, sequence, extra',
    ]);
    expect(printedError(() => satellite({ ties: 'first' })).slice(2, -2)).toEqual([
      '  s_users.ties: found "first"; allowed: keepAll, last, fail',
    ]);
    const absent = [{ source: undefined, payload: {} }];
    expect(printedError(() => satellite({ of: undefined, furtherSources: absent })).slice(2, -2)).toEqual([
      '  s_users.of: found nothing; allowed: an entity that was declared before',
      '  s_users.furtherSources.0.source: found nothing; allowed: a source that defineSource declared before',
    ]);
  });
});

describe('columns of a source that no engine could tell apart', () => {
  const vaultOf = (columns: core.Source['columns'], naming = {}) => {
    const users = defineSource('users', { columns: { key: int(), ...columns } });
    const hub = core.defineHub('h_users', { from: users, businessKey: { user_id: 'key' } });
    return core.defineVault('social', { entities: [hub], naming });
  };

  it('are named when they differ in case only', () => {
    expect(printedError(() => vaultOf({ id: int(), ID: int() }))).toEqual([
      'E-META-INVALID  1 mistake in the metadata',
      '  in vault social',
      "  users.ID: differs from column id in case only; name one of them otherwise and give it .aliases('ID')",
      '  Fix: correct the lines below',
      '  More: vaultwright explain E-META-INVALID  exit 1',
    ]);
  });

  it('are named when the staging table has one of the name itself', () => {
    const columns = { load_id: int(), Source_Object: int(), batch: int() };
    expect(printedError(() => vaultOf(columns)).slice(2, -2)).toEqual([
      "  users.load_id: staging keeps a column load_id of its own; name the column otherwise and give it .aliases('load_id')",
      "  users.Source_Object: staging keeps a column Source_Object of its own; name the column otherwise and give it .aliases('Source_Object')",
    ]);
    const naming = { loadId: 'batch', sourceObject: 'object' };
    expect(printedError(() => vaultOf(columns, naming)).slice(2, -2)).toEqual([
      "  users.batch: staging keeps a column batch of its own; name the column otherwise and give it .aliases('batch')",
    ]);
  });
});

describe('an entity that stops at rows which its link keeps waiting', () => {
  const uses = defineSource('uses', {
    columns: { customer: int(), card: int(), at: core.timestamp(), op: text(1) },
  });
  const customers = defineSource('customers', { columns: { id: int() } });
  const cards = defineSource('cards', { columns: { id: int() } });
  const hubs = [
    core.defineHub('h_customer', { from: customers, businessKey: { customer_id: 'id' } }),
    core.defineHub('h_card', { from: cards, businessKey: { card_id: 'id' } }),
  ] as const;
  const link = (orphans: 'hold' | 'fail') =>
    core.defineLink('l_use', {
      from: uses,
      connects: { hk_customer_id: [hubs[0], 'customer'], hk_card_id: [hubs[1], 'card'] },
      orphans,
    });
  type Policy = 'hold' | 'fail';
  const described = (of: core.Link, orphans: Policy) => ({
    satellite: core.defineSatellite('s', { of, from: uses, payload: ['at'], orphans }),
    multiActive: core.defineMultiActiveSatellite('s', {
      of,
      from: uses,
      payload: ['op'],
      childKey: ['at'],
      orphans,
    }),
    event: core.defineNonHistorizedSatellite('s', { of, from: uses, payload: ['at'], orphans }),
    record: core.defineRecordTrackingSatellite('s', { of, from: uses, orphans }),
    status: core.defineStatusTrackingSatellite('s', { of, from: uses, feed: 'cdc', status: 'op', orphans }),
    effectivity: core.defineEffectivitySatellite('s', {
      of,
      from: uses,
      drivingKey: ['hk_card_id'],
      orphans,
    }),
  });
  type Kind = keyof ReturnType<typeof described>;
  const vaultOf = (kind: Kind, orphans: { link: Policy; satellite: Policy }) => {
    const of = link(orphans.link);
    const own = described(of, orphans.satellite)[kind];
    return core.defineVault('cards', { entities: [...hubs, of, own] });
  };

  it.each(Object.keys(described(link('hold'), 'hold')) as Kind[])(
    'is named with both ways out: %s',
    (kind) => {
      expect(printedError(() => vaultOf(kind, { link: 'hold', satellite: 'fail' }))).toEqual([
        'E-META-INVALID  1 mistake in the metadata',
        '  in vault cards',
        "  s: source uses feeds l_use too, which holds rows whose keys its hubs lack, but s stops the batch at them; give s orphans: 'hold', or l_use orphans: 'fail'",
        '  Fix: correct the lines below',
        '  More: vaultwright explain E-META-INVALID  exit 1',
      ]);
      expect(vaultOf(kind, { link: 'hold', satellite: 'hold' }).entities).toHaveLength(4);
      expect(vaultOf(kind, { link: 'fail', satellite: 'fail' }).entities).toHaveLength(4);
    },
  );
});

it('two sources of one name in a vault are told apart before one is lost', () => {
  const users = defineSource('users', { columns: { id: int() } });
  const others = defineSource('users', { columns: { id: int(), note: text(9) } });
  const hub = core.defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
  const satellite = core.defineSatellite('s_users', { of: hub, from: others, payload: ['note'] });
  expect(printedError(() => core.defineVault('social', { entities: [hub, satellite] }))).toEqual([
    'E-META-INVALID  1 mistake in the metadata',
    '  in vault social',
    '  users: two sources have this name, with different columns; give one of them another',
    '  Fix: correct the lines below',
    '  More: vaultwright explain E-META-INVALID  exit 1',
  ]);
});
