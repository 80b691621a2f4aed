import type { ColumnType } from './column.ts';

/**
 * How a value of each type may be written in a file.
 *
 * One table serves the canonical parser and the guards that an engine runs when it reads a regular file itself.
 * Patterns use only what JavaScript and RE2 agree on, and match the whole value.
 */
export interface LexicalForm {
  /** Full-match pattern of everything the canonical parser looks at further. */
  readonly pattern: string;
  /**
   * Full-match pattern of the values an engine may cast without help: a subset of `pattern` that needs no range check
   * beyond the engine's own strict cast. A value outside sends the file to the canonical parser.
   */
  readonly guard: string;
  /** Completes "is not ...". */
  readonly noun: string;
}

const year = '(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])';
const day = `${year}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])`;
const clock = (fraction: string): string =>
  `(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.${fraction})?)?`;
const sixDigits = '[0-9]{1,6}';
const surplusZeros = '[0-9]{1,6}0*';

export function lexicalForm(type: ColumnType): LexicalForm {
  switch (type.kind) {
    case 'text':
      return {
        pattern: '[\\s\\S]*',
        guard: '[\\s\\S]*',
        noun: `a text of at most ${type.length} characters`,
      };
    case 'int':
      return {
        pattern: '-?(?:0|[1-9][0-9]*)(?:\\.0+)?',
        guard: '-?(?:0|[1-9][0-9]{0,17})',
        noun: 'an integer of 64 bits',
      };
    case 'decimal': {
      const whole = type.precision - type.scale;
      const fraction = type.scale === 0 ? '' : `(?:\\.[0-9]{1,${type.scale}})?`;
      return {
        pattern: '-?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)',
        guard: `-?${whole === 0 ? '0' : `(?:0|[1-9][0-9]{0,${whole - 1}})`}${fraction}`,
        noun: `a decimal number with at most ${whole} digits before and ${type.scale} after the point`,
      };
    }
    case 'boolean':
      return {
        pattern: '(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[tTfF01])',
        guard: '(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[tTfF01])',
        noun: 'a boolean (true, false, t, f, 1, 0 in any case)',
      };
    case 'date':
      return { pattern: day, guard: day, noun: 'a date YYYY-MM-DD' };
    case 'time':
      return { pattern: clock(surplusZeros), guard: clock(sixDigits), noun: 'a time HH:MM[:SS[.ffffff]]' };
    case 'timestamp':
      return {
        pattern: `${day}[ T]${clock(surplusZeros)}`,
        guard: `${day}[ T]${clock(sixDigits)}`,
        noun: 'a timestamp YYYY-MM-DD HH:MM[:SS[.ffffff]] without a zone',
      };
    case 'timestamptz':
      return {
        pattern: `${day}[ T]${clock(surplusZeros)}(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)`,
        guard: `${day}[ T]${clock(sixDigits)}(?:Z|[+-][0-9]{2}:[0-9]{2})`,
        noun: 'a timestamp YYYY-MM-DD HH:MM[:SS[.ffffff]] with Z or an offset',
      };
    case 'float':
      return {
        pattern: '-?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?',
        guard: '-?[0-9]+(?:\\.[0-9]+)?',
        noun: 'a finite number',
      };
    case 'binary':
      return {
        pattern: '(?:[0-9a-fA-F]{2})*',
        guard: '(?:[0-9a-fA-F]{2})*',
        noun: `at most ${type.length} bytes in hex`,
      };
    case 'uuid': {
      const pattern = '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}';
      return { pattern, guard: pattern, noun: 'a UUID' };
    }
    case 'hash': {
      const pattern = `[0-9a-fA-F]{${type.bytes * 2}}`;
      return { pattern, guard: pattern, noun: `a hash of ${type.bytes} bytes in hex` };
    }
  }
}
