import { column, equal, exists, intLiteral, type Expression } from '../../sql/expression.ts';
import { from, table, type SelectColumn, type SelectNode, type TableNode } from '../../sql/query.ts';
import type { HistoryEntity, HistoryInput } from './history-entity.ts';
import { feedColumn, outcomeColumn, stagedRowsColumn } from '../../model/work-columns.ts';
import { isSame, valuesIn, type OrderedColumn } from './row-order.ts';

/** What becomes of a version; `repeat` is a row that another source brought too. */
export type Outcome = 'inserted' | 'known' | 'late' | 'held' | 'conflict' | 'repeat' | 'restored';

/** The columns of versions by the part they play. */
export interface VersionColumns {
  readonly key: readonly OrderedColumn[];
  /** Load date, then sequence: what makes a version newer. */
  readonly moment: readonly OrderedColumn[];
  readonly content: readonly OrderedColumn[];
  /** Key, moment and content: what tells versions apart. */
  readonly identity: readonly OrderedColumn[];
  readonly date: string;
  readonly recordSource: string;
  /** Stored columns, in stored order. */
  readonly stored: readonly string[];
  /** All columns that a version carries through the query. */
  readonly carried: readonly string[];
  /** Columns that go with the outcome. */
  readonly remarks: readonly ('tied' | 'suspect')[];
}

export function versionColumns(entity: HistoryEntity, input: HistoryInput): VersionColumns {
  const { loadDate: date, recordSource } = entity.naming;
  const key = entity.key.map((name) => ({ name, nullable: false }));
  const moment = [{ name: date, nullable: false }, ...entity.sequence];
  const stored = [...(input.feeds[0]?.columns ?? []).map(({ name }) => name), date, recordSource];
  const countsSuspects = entity.rules.suspects !== null && input.feeds.some(({ source }) => source !== null);
  return {
    key,
    moment,
    content: entity.content,
    identity: [...key, ...moment, ...entity.content],
    date,
    recordSource,
    stored,
    carried: [...stored, stagedRowsColumn, ...(input.feeds.length > 1 ? [feedColumn] : [])],
    remarks: [
      ...(entity.rules.ties === 'last' ? [] : (['tied'] as const)),
      ...(countsSuspects ? (['suspect'] as const) : []),
    ],
  };
}

/** Columns of a relation under their own names. */
export function columnsOf(names: readonly string[], relation = 'versions'): SelectColumn[] {
  return names.map((name) => ({ name, value: column(relation, name) }));
}

export const namesOf = (columns: readonly OrderedColumn[]): string[] => columns.map(({ name }) => name);

/** The remarks of rows that cannot earn any, or only those given. */
export function remarkColumns(
  { remarks }: VersionColumns,
  earned: Readonly<Partial<Record<'tied' | 'suspect', Expression>>> = {},
): SelectColumn[] {
  return remarks.map((name) => ({ name, value: earned[name] ?? intLiteral(0) }));
}

/** Rows of `stored` whose key is among those of a query over `versions`. */
export function amongKeys(
  key: readonly OrderedColumn[],
  query: Omit<SelectNode, 'node' | 'columns'>,
): Expression {
  const [only] = key;
  if (key.length === 1 && only !== undefined) {
    const keys: SelectNode = { node: 'select', columns: columnsOf([only.name]), ...query };
    return { node: 'inQuery', operand: column('stored', only.name), query: keys };
  }
  return exists({
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    ...query,
    where: query.where
      ? { node: 'and', operands: [isSame(key, valuesIn('versions'), valuesIn('stored')), query.where] }
      : isSame(key, valuesIn('versions'), valuesIn('stored')),
  });
}

/** Identities of the versions that a relation holds of the keys of `versions`. */
export function storedIdentities(target: TableNode, { key, identity }: VersionColumns): SelectNode {
  const own = columnsOf(namesOf(identity), 'stored');
  return {
    node: 'select',
    columns: own,
    from: from(target, 'stored'),
    where: amongKeys(key, { from: from(table(null, 'versions'), 'versions') }),
    groupBy: own.map(({ value }) => value),
  };
}

export const isOutcome = (outcome: Outcome): Expression =>
  equal(column('fresh', outcomeColumn), {
    node: 'literal',
    value: outcome,
    type: { kind: 'text', length: 8 },
  });
