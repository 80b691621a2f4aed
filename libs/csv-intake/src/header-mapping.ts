import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CsvOptions } from './csv-options.ts';
import { fileFault } from './file-fault.ts';
import type { FileFaultCode } from './file-fault.ts';
import { headerCause, shownLine } from './header-cause.ts';

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
  const object = options.object ?? contract.name;
  if (fileColumns.every((column) => column === null)) throw strangeHeader(contract, object, names, columnOf);
  const [first] = problems;
  if (first === undefined) return { names, fileColumns, absent };
  throw fileFault(first.code, {
    object,
    line: 1,
    found: first.found,
    details: problems.map(({ code, found }) => `${code}, ${found}`),
  });
}

/** A first line without one known name; it may be a data record, whose values may be personal. */
function strangeHeader(
  contract: SourceContract,
  object: string,
  names: readonly string[],
  columnOf: ReadonlyMap<string, string>,
): VaultwrightError {
  const { delimiter } = contract.csv;
  const line = names.join(delimiter);
  const { cause, fix, isHeader } = headerCause(contract, line, new Set(columnOf.keys()));
  return fileFault('HEADER_MISSING', {
    object,
    line: 1,
    found: 'no field of the first line is a column name',
    details: [
      `expected columns: ${Object.keys(contract.columns).join(', ')}`,
      `first line: ${shownLine(line, isHeader, delimiter)}`,
      `likely cause: ${cause}`,
    ],
    fix,
  });
}

interface HeaderProblem {
  readonly code: FileFaultCode;
  readonly found: string;
}

const problem = (code: FileFaultCode, found: string): HeaderProblem => ({ code, found });

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
