import { literalText, nameText } from '../lint/literal-text.ts';
import {
  childNode,
  childNodes,
  descendants,
  hasWords,
  ownTokens,
  type SyntaxNode,
} from '../lint/syntax-node.ts';
import type { Catalogue } from './catalogue.ts';
import { CopyReader, type RecordReader } from './copy-reader.ts';
import { BackendError } from './sql-backend.ts';
import { objectName, type ColumnInfo, type TableInfo } from './table-definition.ts';

/** A column that a COPY fills: from the stream, or with one text for all rows. */
export interface CopyTarget {
  readonly column: ColumnInfo;
  readonly constant: string | null;
  readonly format: 'hex' | 'octal';
}

/** What a COPY statement says. */
export interface CopyPlan {
  readonly table: TableInfo & { readonly schema: string };
  readonly targets: readonly CopyTarget[];
  /** Reads one stream; every run needs a reader of its own. */
  readonly openReader: () => RecordReader;
  /** What becomes of records that cannot be loaded: all are given up, their numbers go back, or they are left out. */
  readonly mode: 'abort' | 'report' | 'skip';
  /** True: a text over its octets is cut; false: its record is rejected. */
  readonly cuts: boolean;
}

/** Reads a COPY statement that the lint has passed. Errors: `BackendError` for unknown tables and columns. */
export function copyPlan(root: SyntaxNode, catalogue: Catalogue): CopyPlan {
  const [schema = '', name = ''] = objectName(root);
  const table = catalogue.table(schema, name);
  if (table === null) throw new BackendError(`Relation "${schema}.${name}" does not exist`, '42V01');
  const columns = descendants(root, 'copyColumn');
  const options = childNodes(root, 'copyOption');
  const mark = (word: string): string => {
    const option = options.find((node) => !hasWords(node, 'no') && hasWords(node, word));
    return literalText(ownTokens(option as SyntaxNode).at(-1) as never) ?? '';
  };
  const marks = { field: mark('delimiter'), record: mark('terminator'), null: mark('null') };
  return {
    table: { ...table, schema },
    targets:
      childNode(root, 'columnList') === null
        ? table.columns.map((column) => ({ column, constant: null, format: 'octal' }))
        : columns.map((node) => target(node, table)),
    openReader: () => new CopyReader(marks),
    cuts: false,
    mode: options.some((node) => hasWords(node, 'returnrejected')) ? 'report' : 'abort',
  };
}

function target(node: SyntaxNode, table: TableInfo): CopyTarget {
  const tokens = ownTokens(node);
  const name = nameText(tokens[0] as never);
  const column = table.columns.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (column === undefined) throw new BackendError(`Column "${name}" does not exist`, '42703');
  const literal = tokens.length > 2 ? literalText(tokens.at(-1) as never) : null;
  const isFormat = hasWords(node, 'format');
  return {
    column,
    constant: isFormat ? null : literal,
    format: isFormat && literal?.toLowerCase() === 'hex' ? 'hex' : 'octal',
  };
}
