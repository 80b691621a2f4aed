import { hashTypeOf, type HashProfile } from '../hash/hash-profile.ts';
import type { Naming } from '../metadata/naming.ts';
import { column, equal, isNull, type Expression } from '../sql/expression.ts';
import { from, table, type SelectColumn, type SelectNode, type TableDefinition } from '../sql/query.ts';
import type { EntityLoad } from './entity-load.ts';
import { loadDate, recordSource } from '../model/parameters.ts';

/** Keys that no business key has: what is not known, and what is known to be wrong. */
export const zeroKeyNames = ['unknown', 'error'] as const;
export type ZeroKeyName = (typeof zeroKeyNames)[number];

const bytes = { unknown: '00', error: 'ff' } as const;

/** Load date and record source of rows that no source brought: before everything that can be loaded. */
export const ghostLoadDate = '1900-01-01 00:00:00.000000';
export const ghostRecordSource = 'GHOST';

/** When rows that no source brought were first loaded: before everything else. */
const zeroKeyArrival = { loadDate: ghostLoadDate, recordSource: ghostRecordSource } as const;

/** All bytes of a zero key, as hexadecimal text. */
export function zeroKeyText(profile: HashProfile, name: ZeroKeyName): string {
  const type = hashTypeOf(profile);
  const text = bytes[name].repeat(type.bytes);
  return type.encoding === 'hexUpper' ? text.toUpperCase() : text;
}

export function zeroKey(profile: HashProfile, name: ZeroKeyName): Expression {
  return { node: 'literal', value: zeroKeyText(profile, name), type: hashTypeOf(profile) };
}

/** Gives a hub or link its zero-key rows, each once: every hash is the zero key, every other column NULL. */
export function zeroKeyLoad(
  target: TableDefinition,
  names: readonly ZeroKeyName[],
  hashKeys: readonly string[],
  { naming, hashProfile }: { readonly naming: Naming; readonly hashProfile: HashProfile },
): EntityLoad {
  const [first = ''] = hashKeys;
  return {
    entity: target.name,
    origin: 'vault',
    workTables: [],
    inserted: null,
    tallies: [],
    actions: names.map((name) => {
      const zero = zeroKey(hashProfile, name);
      const row = target.columns.map(({ name: physical, type }): SelectColumn => {
        if (hashKeys.includes(physical)) return { name: physical, value: zero };
        return {
          name: physical,
          value: arrivalValue(physical, naming) ?? { node: 'literal', value: null, type },
        };
      });
      const missing: SelectNode = {
        node: 'select',
        columns: row.map((item) => ({ name: item.name, value: column('zero', item.name) })),
        from: { alias: 'zero', relation: { node: 'select', columns: row } },
        joins: [
          {
            kind: 'left',
            ...from(table(target.schema, target.name), 'stored'),
            on: equal(column('stored', first), column('zero', first)),
          },
        ],
        where: isNull(column('stored', first)),
      };
      return {
        action: 'derive',
        title: `The row of ${target.name} that stands for ${name === 'unknown' ? 'an unknown' : 'a wrong'} key.`,
        statement: {
          node: 'insert',
          into: table(target.schema, target.name),
          columns: row.map((item) => item.name),
          query: missing,
        },
      };
    }),
  };
}

function arrivalValue(name: string, naming: Naming): Expression | null {
  if (name === naming.loadDate)
    return { node: 'literal', value: zeroKeyArrival.loadDate, type: loadDate.type };
  if (name === naming.recordSource)
    return { node: 'literal', value: zeroKeyArrival.recordSource, type: recordSource.type };
  return null;
}
