import type { ColumnDefinition } from '@vaultwright/datavault-core';
import { canonicalForm } from './canonical-form.ts';
import type { CanonicalForm } from './canonical-form.ts';
import type { Field } from './field-text.ts';

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
  readonly accepted: ReadonlySet<string> | undefined;

  /** @param fileIndex Position in the file; -1 for an absent column, which is NULL in every row. */
  constructor(
    readonly name: string,
    readonly fileIndex: number,
    definition: ColumnDefinition,
  ) {
    this.form = canonicalForm(definition.type);
    this.isText = definition.type.kind === 'text';
    this.nullable = definition.nullable;
    this.accepted = definition.accepted && new Set(definition.accepted);
  }

  /** An empty field is NULL, unless it is a quoted one of a text column. */
  isNull(field: Field): boolean {
    return field.text === '' && !(field.quoted && this.isText);
  }

  /** The problem with a field, or null when the column takes it. */
  problem(field: Field): ValueProblem | null {
    if (this.isNull(field))
      return this.nullable ? null : { code: 'NULL_REQUIRED', expected: this.form.expected };
    const value = this.form.read(field.text);
    if (value === null) return this.form;
    if (this.accepted === undefined || this.accepted.has(value)) return null;
    return { code: 'VALUE_NOT_ALLOWED', expected: `one of ${[...this.accepted].join(', ')}` };
  }
}
