import type { ColumnType } from '@vaultwright/datavault-core';
import type { ColumnDefinition, ValueFormat } from '@vaultwright/datavault-core/model';
import { AcceptedWords } from './accepted-words.ts';
import { canonicalForm } from './canonical-form.ts';
import type { CanonicalForm } from './canonical-form.ts';
import type { Field } from './field-text.ts';
import { missingSetting } from './written-form.ts';

/** Why a value is rejected. */
export interface ValueProblem {
  readonly code: string;
  readonly expected: string;
}

/** Reads the values of one contract column. */
export class ColumnReader {
  readonly form: CanonicalForm;
  readonly isText: boolean;
  readonly nullable: boolean;
  /** How common values are recognised in bytes, before any text is made of them. */
  readonly shortcut: 'words' | 'integer' | 'timestamp' | 'none';
  /** Of the `integer` shortcut. */
  readonly digits: number;
  /** Of the `words` shortcut. */
  readonly words: AcceptedWords;
  readonly #setting: (text: string) => string;
  readonly #accepted: readonly string[] | undefined;

  /** @param fileIndex Position in the file; -1 for an absent column, which is NULL in every row. */
  constructor(
    readonly name: string,
    readonly fileIndex: number,
    { type, nullable, accepted, written: ofColumn }: ColumnDefinition,
    ofSource: ValueFormat = {},
  ) {
    const written = { ...ofSource, ...ofColumn };
    this.form = canonicalForm(type, written);
    this.#setting = (text) => missingSetting(type, written, text);
    this.isText = type.kind === 'text';
    this.nullable = nullable;
    this.#accepted = accepted;
    this.words = new AcceptedWords((accepted ?? []).filter((word) => this.form.read(word) !== null));
    this.shortcut = accepted === undefined ? shortcutOf(type, written) : this.isText ? 'words' : 'none';
    this.digits = type.kind === 'decimal' ? type.precision - type.scale : 18;
  }

  /** An empty field is NULL, unless it is a quoted one of a text column. */
  isNull(field: Field): boolean {
    return field.text === '' && !(field.quoted && this.isText);
  }

  /** Whether a canonical value is in the accepted set, if there is one. */
  accepts(value: string): boolean {
    return this.#accepted === undefined || this.#accepted.includes(value);
  }

  /** The problem with a field, or null when the column takes it. */
  problem(field: Field): ValueProblem | null {
    const { expected } = this.form;
    if (this.isNull(field)) return this.nullable ? null : { code: 'NULL_REQUIRED', expected };
    const value = this.form.read(field.text);
    if (value === null) return { code: this.form.code, expected: `${expected}${this.#setting(field.text)}` };
    if (this.accepts(value)) return null;
    return { code: 'VALUE_NOT_ALLOWED', expected: `one of ${this.#accepted?.join(', ')}` };
  }
}

function shortcutOf({ kind }: ColumnType, written: ValueFormat): 'integer' | 'timestamp' | 'none' {
  if (kind === 'int' || kind === 'decimal') return 'integer';
  const plain = written.timestamp === undefined && written.offset !== 'toUtc';
  return kind === 'timestamp' && plain ? 'timestamp' : 'none';
}
