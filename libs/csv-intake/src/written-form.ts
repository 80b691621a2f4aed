import type { ColumnType } from '@vaultwright/datavault-core';
import { TimePattern } from '@vaultwright/datavault-core/model';
import type { SourceContract, TimeParts, ValueFormat } from '@vaultwright/datavault-core/model';

/** Whether a contract declares how values are written: engines know the canonical forms only. */
export function isWrittenOtherwise({ columns, written }: SourceContract): boolean {
  return written !== undefined || Object.values(columns).some((column) => column.written !== undefined);
}

/** Brings a text into the canonical grammar of its type, or null when it is not written as declared. */
type Rewriter = (text: string) => string | null;

/** The rewriter of a type; what it gives is still to be judged by the grammar of the type. */
export function rewriterOf({ kind }: ColumnType, written: ValueFormat): Rewriter {
  switch (kind) {
    case 'int':
    case 'decimal':
    case 'float':
      return written.decimalMark === ',' ? withPoint : asItIs;
    case 'date':
      return fromPattern(written.date, 'date');
    case 'time':
      return cutter(written);
    case 'timestamp':
    case 'timestamptz': {
      const read = fromPattern(written.timestamp, 'timestamp');
      const cut = cutter(written);
      return (text) => {
        const rewritten = read(text);
        return rewritten === null ? null : cut(rewritten);
      };
    }
    default:
      return asItIs;
  }
}

const asItIs = (text: string): string => text;

const withPoint: Rewriter = (text) => (text.includes('.') ? null : text.replace(',', '.'));

const cutter = ({ subMicroseconds }: ValueFormat): ((text: string) => string) =>
  subMicroseconds === 'truncate' ? (text) => text.replace(/(\.[0-9]{6})[0-9]+/, '$1') : asItIs;

function fromPattern(pattern: string | undefined, kind: 'date' | 'timestamp'): Rewriter {
  if (pattern === undefined) return asItIs;
  const parsed = TimePattern.parse(pattern, kind);
  if (parsed === null) throw new TypeError(`${pattern} was taken for a pattern of a ${kind}`);
  return (text) => {
    const parts = parsed.read(text);
    return parts === null ? null : isoText(parts);
  };
}

function isoText({ year, month, day, hour, minute, second, fraction, offset = '' }: TimeParts): string {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined) return date;
  const seconds = second === undefined ? '' : `:${second}${fraction === undefined ? '' : `.${fraction}`}`;
  return `${date} ${hour.padStart(2, '0')}:${minute}${seconds}${offset}`;
}

/** Completes "is not ...", in the words of what is declared. */
export function expectation({ kind }: ColumnType, canonical: string, written: ValueFormat): string {
  const { date, timestamp, decimalMark } = written;
  if (kind === 'date' && date !== undefined) return `a date ${date}`;
  if (kind === 'timestamp' || kind === 'timestamptz') {
    return timestamp === undefined ? canonical : `a timestamp ${timestamp}`;
  }
  if (decimalMark !== ',') return canonical;
  if (kind === 'decimal') return canonical.replace(/point$/, 'comma');
  return kind === 'float' ? `${canonical} with a decimal comma` : canonical;
}

const numbers: readonly string[] = ['int', 'decimal', 'float'];
const times: readonly string[] = ['time', 'timestamp', 'timestamptz'];
const otherDay = /^[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}(?![0-9])/;
const isoDay = /^[0-9]{4}-[0-9]{2}-[0-9]{2}/;

/** Names the setting under which a refused value might be read, as the end of a sentence; empty when there is none. */
export function missingSetting({ kind }: ColumnType, written: ValueFormat, text: string): string {
  if (numbers.includes(kind) && written.decimalMark !== ',' && /^-?[0-9]*,[0-9]+$/.test(text)) {
    return "; written.decimalMark ',' reads a decimal comma";
  }
  const isOtherDay = otherDay.test(text) && !isoDay.test(text);
  if (kind === 'date' && written.date === undefined && isOtherDay) {
    return '; written.date declares another form, such as dd.MM.yyyy';
  }
  if (!times.includes(kind)) return '';
  if (kind !== 'time' && written.timestamp === undefined && isOtherDay) {
    return '; written.timestamp declares another form, such as dd.MM.yyyy HH:mm:ss';
  }
  if (kind === 'timestamp' && written.offset !== 'toUtc' && /:[0-9.]+(?:Z|[+-][0-9:]+)$/.test(text)) {
    return "; written.offset 'toUtc' takes an offset and stores UTC";
  }
  const surplus = /\.[0-9]{6}0*[1-9]/.test(text) && written.subMicroseconds !== 'truncate';
  return surplus ? "; written.subMicroseconds 'truncate' cuts after six digits" : '';
}
