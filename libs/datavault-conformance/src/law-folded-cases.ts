import { automateDv } from '@vaultwright/datavault-core';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { loadDateOf, type LawBatch, type LawCase } from './law-history.ts';
import { lawTypes } from './law-metadata.ts';

/** A smallest case of what generated SQL once did otherwise than the definition. */
export interface FoldedCase extends LawCase {
  readonly title: string;
}

const column = (type: keyof typeof lawTypes, nullable = true) => ({ type: lawTypes[type], nullable });

/** Rules that fold text make one key or payload of several spellings; one of them is stored, whole. A key may lack a part. */
export const foldedCases: readonly FoldedCase[] = [
  {
    title: 'a hub key of text before another type keeps its columns',
    ...foldedHub({ k0: 'text', k1: 'int' }, [], [['7', '1']]),
  },
  {
    title: 'two business keys with one hash in one batch are refused',
    ...foldedHub(
      { k0: 'text', k1: 'text' },
      [],
      [
        ['A||B', 'C'],
        ['A', 'B||C'],
      ],
    ),
  },
  {
    title: 'two spellings of a composite key are stored as one of them',
    ...foldedHub(
      { k0: 'text', k1: 'text' },
      [],
      [
        ['a', 'B'],
        ['A', 'b'],
      ],
    ),
  },
  foldedSatellite(),
  emptyPart(),
  inferredPart(),
  heldBehindMark(),
  {
    title: 'two spellings of a held event are held as one of them',
    ...foldedEvents({ v0: 'p0' }, { l: [['A', 'a', 'p']] }, { l: [['A', 'A', 'p']] }, { a: [['A']] }),
  },
  {
    title: 'two spellings of an event are stored as one of them',
    ...foldedEvents(
      { v0: 'p0' },
      { a: [['A']], l: [['A', 'b', 'p']] },
      {
        l: [
          ['A', 'B', 'p'],
          ['A', ' c', 'p'],
          ['A', 'C', 'p'],
        ],
      },
    ),
  },
  {
    title: 'an event told differently is a conflict however its identity is spelled',
    ...foldedEvents(
      { v0: 'p0', v1: 'p1' },
      { a: [['A']], l: [['A', 'b', 'p']] },
      {
        l: [
          ['A', 'B', 'p'],
          ['A', 'B', 'q'],
          ['A', ' b', 'q'],
          ['A', 'c', 'p'],
          ['A', 'C', 'q'],
        ],
      },
    ),
  },
  {
    title: 'held events that contradict each other are all held, and judged when they are let in',
    ...foldedEvents(
      { v0: 'p0', v1: 'p1' },
      { l: [['A', 'b', 'p']] },
      {
        l: [
          ['A', 'B', 'p'],
          ['A', 'B', 'q'],
        ],
      },
      { a: [['A']] },
    ),
  },
];

function foldedHub(
  columns: Readonly<Record<string, keyof typeof lawTypes>>,
  extras: readonly string[],
  ...deliveries: readonly (readonly CanonicalRow[])[]
): LawCase {
  const names = Object.keys(columns);
  const keys = names.filter((name) => !extras.includes(name));
  return {
    vault: {
      name: 'defect',
      hashProfile: automateDv,
      sources: [
        {
          name: 'a',
          columns: Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, column(type)])),
        },
      ],
      entities: [
        {
          kind: 'hub',
          name: 'h_a',
          from: 'a',
          hashKey: 'hk_a',
          businessKey: Object.fromEntries(keys.map((name) => [`key_${name}`, name])),
          extra: Object.fromEntries(extras.map((name) => [`first_${name}`, name])),
        },
      ],
    },
    batches: deliveries.map((rows, place) => batchOf(place, { a: rows })),
  };
}

/** The rules read an empty text as NULL, also where the column has none. */
function emptyPart(): FoldedCase {
  const { vault, batches } = foldedHub({ k0: 'text', k1: 'int' }, [], [['', '1']], [['', '1']]);
  const columns = { k0: column('text', false), k1: column('int', false) };
  return {
    title: 'an empty part of a composite key is known again',
    vault: { ...vault, sources: [{ name: 'a', columns }] },
    batches,
  };
}

/** The source of the hub has every part of the key, that of the link need not. */
function inferredPart(): FoldedCase {
  const { vault } = foldedHub({ k0: 'text', k1: 'int' }, []);
  const connects = {
    hk_0: { hub: 'h_a', columns: ['r0', 'r1'] },
    hk_1: { hub: 'h_a', columns: ['r0', 'r1'] },
  };
  return {
    title: 'a key of which a link knows a part only is given to its hub',
    vault: {
      ...vault,
      sources: [
        { name: 'a', columns: { k0: column('text', false), k1: column('int', false) } },
        { name: 'l', columns: { r0: column('text'), r1: column('int') } },
      ],
      entities: [...vault.entities, { kind: 'link', name: 'l_aa', from: 'l', connects, orphans: 'infer' }],
    } as LawCase['vault'],
    batches: [batchOf(0, { l: [[null, '1']] }), batchOf(1, { a: [['A', '1']], l: [[null, '1']] })],
  };
}

/** Rows that are compared with the greatest load date of the table, and one that waits before and after it is passed. */
function heldBehindMark(): FoldedCase {
  const columns = { k0: column('text'), p0: column('text'), at: column('timestamp', false) };
  const { vault } = foldedHub({ k0: 'text' }, []);
  const facts = {
    of: 'h_a',
    from: 'f',
    key: ['k0'],
    payload: { v0: 'p0' },
    orphans: 'hold',
    candidates: 'tableMark',
  };
  const early = ['A', 'x', loadDateOf(0)];
  return {
    title: 'a row that waits is held again whatever was stored since, and judged when it is let in',
    vault: {
      ...vault,
      sources: [...vault.sources, { name: 'f', columns, arrival: { loadDate: 'at' } }],
      entities: [...vault.entities, { kind: 'satellite', name: 's_a', ...facts }],
    } as LawCase['vault'],
    batches: [
      batchOf(0, { f: [early] }),
      batchOf(1, { a: [['B']], f: [['B', 'x', loadDateOf(1)]] }),
      batchOf(2, { f: [early] }),
      batchOf(3, { a: [['A']] }),
    ],
  };
}

function batchOf(place: number, rows: LawBatch['rows']): LawBatch {
  return { loadDate: loadDateOf(place), recordSource: `file-${place}`, rows };
}

function foldedSatellite(): FoldedCase {
  const { vault, batches } = foldedHub(
    { k0: 'text', p0: 'text', p1: 'text' },
    ['p0', 'p1'],
    [
      ['A', 'x', 'Y'],
      ['A', 'X', 'y'],
    ],
  );
  const [hub] = vault.entities;
  return {
    title: 'two spellings of a payload are stored as one of them',
    batches,
    vault: {
      ...vault,
      entities: [
        ...(hub ? [{ ...hub, extra: {} }] : []),
        { kind: 'satellite', name: 's_a', of: 'h_a', from: 'a', payload: { v0: 'p0', v1: 'p1' } },
      ],
    } as FoldedCase['vault'],
  };
}

/** A link whose child key is `p0`, and events that `p0` tells apart where the payload holds more. */
function foldedEvents(
  payload: Readonly<Record<string, 'p0' | 'p1'>>,
  ...deliveries: readonly LawBatch['rows'][]
): LawCase {
  const { vault } = foldedHub({ k0: 'text' }, []);
  const link = {
    from: 'l',
    connects: { hk_0: { hub: 'h_a', columns: ['r0'] }, hk_1: { hub: 'h_a', columns: ['r0'] } },
    orphans: 'hold',
  };
  const more = Object.keys(payload).length > 1 ? { identity: ['v0'] } : {};
  return {
    vault: {
      ...vault,
      sources: [
        ...vault.sources,
        { name: 'l', columns: { r0: column('text'), p0: column('text'), p1: column('text') } },
      ],
      entities: [
        ...vault.entities,
        { kind: 'link', name: 'l_aa', ...link, childKey: { child: 'p0' } },
        { kind: 'nonHistorizedLink', name: 't_aa', ...link, payload, ...more },
      ],
    } as LawCase['vault'],
    batches: deliveries.map((rows, place) => batchOf(place, rows)),
  };
}
