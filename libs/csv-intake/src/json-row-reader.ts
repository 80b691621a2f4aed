import type { ColumnKind, SourceContract } from '@vaultwright/datavault-core/model';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { ColumnReader } from './column-reader.ts';
import type { ValueProblem } from './column-reader.ts';
import type { CsvOptions } from './csv-options.ts';
import type { RejectReason } from './csv-reject.ts';
import { columnsByName } from './header-mapping.ts';
import type { JsonMember } from './json-line.ts';

interface JsonColumn {
  readonly kind: ColumnKind;
  /** Reads strings, in the declared forms of values. */
  readonly ofText: ColumnReader;
  /** Reads numbers and booleans, whose form is that of JSON. */
  readonly ofJson: ColumnReader;
}

/** Turns the members of JSON objects into canonical rows. */
export class JsonRowReader {
  readonly #columns: ReadonlyMap<string, JsonColumn>;
  readonly #columnOf: ReadonlyMap<string, string>;

  constructor(
    contract: SourceContract,
    readonly options: CsvOptions,
  ) {
    this.#columnOf = columnsByName(contract);
    this.#columns = new Map(
      Object.entries(contract.columns).map(([name, definition]) => {
        const { written: _, ...plain } = definition;
        const ofText = new ColumnReader(name, -1, definition, contract.written);
        return [name, { kind: definition.type.kind, ofText, ofJson: new ColumnReader(name, -1, plain) }];
      }),
    );
  }

  /** The row of an object, or why it is none. */
  read(
    members: readonly JsonMember[],
  ): { readonly row: CanonicalRow } | { readonly reasons: RejectReason[] } {
    const byColumn = new Map<string, JsonMember>();
    const reasons = members.flatMap((member) => this.#place(member, byColumn));
    const row = [...this.#columns].map(([name, column]) => {
      const member = byColumn.get(name);
      const problem = problemOf(column, member);
      if (problem !== null) reasons.push(reasonOf(name, problem, member));
      return problem === null ? canonicalOf(column, member) : null;
    });
    return reasons.length > 0 ? { reasons } : { row };
  }

  #place(member: JsonMember, byColumn: Map<string, JsonMember>): RejectReason[] {
    const column = this.#columnOf.get(member.name);
    if (column === undefined) {
      if (this.options.onExtraColumn === 'ignore') return [];
      const expected = `names and aliases of the contract, not ${shown(member.name)}`;
      return [reasonOf(null, { code: 'KEY_UNKNOWN', expected })];
    }
    if (byColumn.has(column)) {
      return [reasonOf(column, { code: 'KEY_REPEATED', expected: 'each column once' }, member)];
    }
    byColumn.set(column, member);
    return [];
  }
}

const jsonNumbers: readonly ColumnKind[] = ['int', 'decimal', 'float'];

function problemOf(
  { kind, ofText, ofJson }: JsonColumn,
  member: JsonMember | undefined,
): ValueProblem | null {
  const { code, expected } = ofText.form;
  if (member === undefined || member.kind === 'null') {
    return ofText.nullable ? null : { code: 'NULL_REQUIRED', expected };
  }
  const { text } = member;
  switch (member.kind) {
    case 'string':
      if (kind === 'boolean') break;
      if (text === '' && kind !== 'text') return { code, expected };
      return characterProblem(text) ?? ofText.problem({ text, quoted: true });
    case 'number':
      if (jsonNumbers.includes(kind)) return ofJson.problem({ text, quoted: true });
      break;
    case 'boolean':
      if (kind === 'boolean') return null;
      break;
    case 'nested':
  }
  return { code: `TYPE_${kind.toUpperCase()}`, expected: jsonNoun(kind, expected) };
}

function canonicalOf(column: JsonColumn, member: JsonMember | undefined): string | null {
  if (member === undefined || member.kind === 'null') return null;
  const { form } = member.kind === 'string' ? column.ofText : column.ofJson;
  return form.read(member.text);
}

/** What no engine, or not every engine, can store. */
export function characterProblem(text: string): ValueProblem | null {
  if (!text.isWellFormed()) return { code: 'ENCODING', expected: 'no half of a surrogate pair' };
  if (text.includes('\0')) return { code: 'NUL_BYTE', expected: 'text without the character U+0000' };
  if (!/[\u0001-\u0003]/.test(text)) return null;
  return { code: 'CONTROL_BYTE', expected: 'text without the characters U+0001-U+0003' };
}

function jsonNoun(kind: ColumnKind, expected: string): string {
  if (kind === 'boolean') return 'true or false';
  return jsonNumbers.includes(kind)
    ? `${expected}, as a JSON number or string`
    : `${expected}, as a JSON string`;
}

function reasonOf(
  column: string | null,
  { code, expected }: ValueProblem,
  member?: JsonMember,
): RejectReason {
  const value = member === undefined || member.kind === 'null' ? null : member.text;
  return { columnNo: null, column, code, value, expected };
}

const shown = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
