import { lexicalForm } from '@vaultwright/datavault-core/model';
import type { ColumnType } from '@vaultwright/datavault-core';
import type { ValueFormat } from '@vaultwright/datavault-core/model';
import { canonicalDecimal, canonicalFloat, canonicalInt } from './canonical-number.ts';
import { canonicalDate, canonicalTime, canonicalTimestamp, canonicalTimestamptz } from './canonical-time.ts';
import { expectation, rewriterOf } from './written-form.ts';

/** How values of one type are read. */
export interface CanonicalForm {
  /** Reject code of a value that is not of the type. */
  readonly code: string;
  /** Completes "is not ...". */
  readonly expected: string;
  /** Canonical text of a value, or null when it is not of the type. */
  read(text: string): string | null;
}

/**
 * The form of a column type: one lexical grammar, then the range checks that a pattern cannot state.
 *
 * @param written How files write the values, if not in canonical form.
 */
export function canonicalForm(type: ColumnType, written: ValueFormat = {}): CanonicalForm {
  const canonical = formOf(type);
  if (Object.keys(written).length === 0) return canonical;
  const toUtc = type.kind === 'timestamp' && written.offset === 'toUtc';
  const form = toUtc ? formOf({ kind: 'timestamptz' }) : canonical;
  const rewrite = rewriterOf(type, written);
  return {
    code: canonical.code,
    expected: expectation(type, form.expected, written),
    read: (text) => {
      const rewritten = rewrite(text);
      const value = rewritten === null ? null : form.read(rewritten);
      return toUtc && value !== null ? value.slice(0, -1) : value;
    },
  };
}

function formOf(type: ColumnType): CanonicalForm {
  const { pattern, noun } = lexicalForm(type);
  if (type.kind === 'text') {
    const fits = (text: string): boolean => text.length <= type.length || codePoints(text) <= type.length;
    return {
      code: 'TEXT_TOO_LONG',
      expected: noun,
      read: (text) => (fits(text) ? text : null),
    };
  }
  const grammar = new RegExp(`^(?:${pattern})$`);
  const canonical = reader(type);
  return {
    code: `TYPE_${type.kind.toUpperCase()}`,
    expected: noun,
    read: (text) => (grammar.test(text) ? canonical(text) : null),
  };
}

function reader(type: Exclude<ColumnType, { kind: 'text' }>): (text: string) => string | null {
  switch (type.kind) {
    case 'int':
      return canonicalInt;
    case 'decimal':
      return (text) => canonicalDecimal(text, type.precision, type.scale);
    case 'float':
      return canonicalFloat;
    case 'boolean':
      return (text) => (/^[tT1]/.test(text) ? 'true' : 'false');
    case 'date':
      return canonicalDate;
    case 'time':
      return canonicalTime;
    case 'timestamp':
      return canonicalTimestamp;
    case 'timestamptz':
      return canonicalTimestamptz;
    case 'binary':
      return (text) => (text.length <= 2 * type.length ? text.toLowerCase() : null);
    case 'uuid':
      return (text) => text.toLowerCase();
    case 'hash':
      return (text) => (type.encoding === 'hexUpper' ? text.toUpperCase() : text.toLowerCase());
  }
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
