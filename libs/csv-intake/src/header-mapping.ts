import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CsvOptions } from './csv-options.ts';
import { fileFault } from './file-fault.ts';
import type { FileFaultCode } from './file-fault.ts';

/** How the columns of one file answer a contract. */
export interface HeaderMapping {
  /** Names as the file has them, in file order. */
  readonly names: readonly string[];
  /** Contract column of each file column; null = left out by `onExtraColumn: 'ignore'`. */
  readonly fileColumns: readonly (string | null)[];
  /** Nullable contract columns that the file lacks: NULL in every row, worth a warning. */
  readonly absent: readonly string[];
}

/**
 * Maps header names to contract columns by exact name or alias, never by position.
 *
 * Errors: `E-DATA-HEADER` listing every problem (`HEADER_DUPLICATE`, `HEADER_MISSING`, `HEADER_EXTRA`,
 * `HEADER_UNNAMED`); `E-META-ALIAS` when one name means two columns.
 */
export function mapHeader(
  contract: SourceContract,
  names: readonly string[],
  options: CsvOptions = {},
): HeaderMapping {
  const columnOf = columnsByName(contract);
  const fileColumns = names.map((name) => columnOf.get(name) ?? null);
  const absent = Object.keys(contract.columns).filter((column) => !fileColumns.includes(column));
  const missing = absent.filter((column) => !contract.columns[column]!.nullable);

  const problems = [
    ...missing.map((column) => problem('HEADER_MISSING', shown(column))),
    ...names.flatMap((name, index) => {
      const column = fileColumns[index]!;
      const place = `column ${index + 1}`;
      if (name === '') return [problem('HEADER_UNNAMED', place)];
      const first = names.findIndex(
        (other, at) => other === name || (column !== null && fileColumns[at] === column),
      );
      if (first < index) {
        return [problem('HEADER_DUPLICATE', `${place} ${shown(name)}, already column ${first + 1}`)];
      }
      if (column !== null || options.onExtraColumn === 'ignore') return [];
      return [problem('HEADER_EXTRA', `${place} ${shown(name)}`)];
    }),
  ];
  // A first line without one known name is likely a data record: its values may be personal and are not shown.
  const noHeader = fileColumns.every((column) => column === null);
  const reported = noHeader
    ? [
        problem(
          'HEADER_MISSING',
          otherDelimiter(names, columnOf) ?? 'no field of the first line is a column name',
        ),
      ]
    : problems;
  const [first] = reported;
  if (first === undefined) return { names, fileColumns, absent };
  throw fileFault(first.code, {
    object: options.object ?? contract.name,
    line: 1,
    found: first.found,
    details: reported.map(({ code, found }) => `${code}, ${found}`),
  });
}

interface HeaderProblem {
  readonly code: FileFaultCode;
  readonly found: string;
}

const problem = (code: FileFaultCode, found: string): HeaderProblem => ({ code, found });

const delimiters = [',', ';', '\t', '|'];

/** What to say of a first line that holds column names between delimiters that the contract does not declare. */
function otherDelimiter(names: readonly string[], columnOf: ReadonlyMap<string, string>): string | undefined {
  const [only = '', ...others] = names;
  if (others.length > 0) return undefined;
  const delimiter = delimiters.find((candidate) => {
    const parts = only.split(candidate).map((part) => part.replace(/^"(.*)"$/, '$1'));
    return parts.length > 1 && parts.every((part) => columnOf.has(part));
  });
  return (
    delimiter &&
    `column names separated by ${shown(delimiter)}, which csv.delimiter of the contract can declare`
  );
}

/** The column that each name or alias means. Errors: `E-META-ALIAS`. */
export function columnsByName(contract: SourceContract): Map<string, string> {
  const columnOf = new Map(Object.keys(contract.columns).map((column) => [column, column]));
  for (const [column, { aliases }] of Object.entries(contract.columns)) {
    for (const alias of aliases) {
      const other = columnOf.get(alias) ?? column;
      if (other !== column) throw ambiguousAlias(contract, alias, [other, column]);
      columnOf.set(alias, column);
    }
  }
  return columnOf;
}

function ambiguousAlias(
  contract: SourceContract,
  alias: string,
  columns: readonly string[],
): VaultwrightError {
  return new VaultwrightError({
    code: 'E-META-ALIAS',
    family: 'metadata',
    title: 'one header name means two columns',
    where: `source ${contract.name}`,
    found: `${shown(alias)} for ${columns.join(' and ')}`,
    allowed: 'each name or alias for one column',
    fix: `remove the alias ${shown(alias)} from one of them`,
  });
}

function shown(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
}
