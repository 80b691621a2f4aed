import { VaultwrightError } from '@vaultwright/datavault-core';
import { isDateFormat, readFormat, type DateField } from './date-format.ts';

/** What a pattern found in a name. */
export interface PatternMatch {
  readonly captures: Readonly<Record<string, string>>;
  /** Digits of the date by field; empty when the pattern captures none. */
  readonly date: Readonly<Partial<Record<DateField, string>>>;
  /** The pattern with its captures filled in, but for those named as open; wildcards stay. */
  filled(open: readonly string[]): string;
}

/** One piece of a pattern: text that stands for itself, a wildcard, a captured word, or captured digits of a date. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'wild'; readonly text: string; readonly expression: string }
  | { readonly kind: 'word'; readonly name: string }
  | { readonly kind: 'date'; readonly name: string; readonly format: string };

const wildcards: readonly (readonly [string, string])[] = [
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
];

/** A pattern of object names, with captures. */
export class FilePattern {
  /** Names of the captures that hold a word. */
  readonly words: readonly string[];
  readonly hasDate: boolean;
  /** Units: characters that stand for themselves; the more, the more specific the pattern. */
  readonly literalLength: number;
  readonly #pieces: readonly Piece[];
  readonly #expression: RegExp;

  /** Errors: `E-CONFIG-FILES` for a pattern that cannot be read. `where` names the source in messages. */
  constructor(
    readonly text: string,
    where: string,
  ) {
    this.#pieces = piecesOf(text, where);
    this.words = this.#pieces.flatMap((piece) => (piece.kind === 'word' ? [piece.name] : []));
    this.hasDate = this.#pieces.some(({ kind }) => kind === 'date');
    this.literalLength = this.#pieces.reduce(
      (length, piece) => length + (piece.kind === 'text' ? piece.text.length : 0),
      0,
    );
    this.#expression = new RegExp(`^${this.#pieces.map(expressionOf).join('')}$`, 's');
  }

  match(name: string): PatternMatch | null {
    const found = this.#expression.exec(name);
    if (found === null) return null;
    const captured = found.slice(1);
    const captures: Record<string, string> = {};
    const date: Partial<Record<DateField, string>> = {};
    const filled = new Map<Piece, string>();
    for (const piece of this.#pieces) {
      if (piece.kind !== 'word' && piece.kind !== 'date') continue;
      const fields = piece.kind === 'date' ? readFormat(piece.format) : [];
      const text = captured.shift() ?? '';
      filled.set(piece, text);
      captures[piece.name] = text;
      for (const { field, digits } of fieldsIn(fields, text)) date[field] = digits;
    }
    return {
      captures,
      date,
      filled: (open) =>
        this.#pieces
          .map((piece) => {
            if (piece.kind === 'text' || piece.kind === 'wild') return piece.text;
            return open.includes(piece.name) ? `{${piece.name}}` : (filled.get(piece) ?? '');
          })
          .join(''),
    };
  }
}

function fieldsIn(
  format: ReturnType<typeof readFormat>,
  text: string,
): { readonly field: DateField; readonly digits: string }[] {
  let at = 0;
  return format.flatMap(({ field, text: shown }) => {
    const digits = text.slice(at, at + shown.length);
    at += shown.length;
    return field === null ? [] : [{ field, digits }];
  });
}

function expressionOf(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      return escaped(piece.text);
    case 'wild':
      return piece.expression;
    case 'word':
      return '([^/]+?)';
    case 'date': {
      const digits = readFormat(piece.format).map(({ field, text }) =>
        field === null ? escaped(text) : `[0-9]{${text.length}}`,
      );
      return `(${digits.join('')})`;
    }
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function piecesOf(text: string, where: string): Piece[] {
  const pieces: Piece[] = [];
  const names = new Set<string>();
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const wild = wildcards.find(([sign]) => rest.startsWith(sign));
    if (wild !== undefined) {
      pieces.push({ kind: 'wild', text: wild[0], expression: wild[1] });
      at += wild[0].length;
      continue;
    }
    const capture = /^\{([A-Za-z][A-Za-z0-9_]*)(?::([^{}]+))?\}/.exec(rest);
    if (capture !== null) {
      const [whole, name = '', format] = capture;
      if (names.has(name)) throw unreadable(text, where, `the capture ${name} twice`);
      if (format !== undefined && !isDateFormat(format))
        throw unreadable(text, where, `the format ${format}`);
      names.add(name);
      pieces.push(format === undefined ? { kind: 'word', name } : { kind: 'date', name, format });
      at += whole.length;
      continue;
    }
    const literal = /^[^*?{}]+/.exec(rest)?.[0];
    if (literal === undefined)
      throw unreadable(text, where, `${JSON.stringify(rest.slice(0, 20))} at ${at + 1}`);
    pieces.push({ kind: 'text', text: literal });
    at += literal.length;
  }
  if (pieces.length === 0) throw unreadable(text, where, 'an empty pattern');
  return pieces;
}

function unreadable(text: string, where: string, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-FILES',
    family: 'configuration',
    title: `the pattern ${text} cannot be read`,
    where,
    found,
    allowed: '*, **/, ?, {word}, and {word:format} with yyyy, MM, dd, HH, mm, ss or ww in the format',
    fix: 'correct files of the source in the data set, for example users/{day:yyyy-MM-dd}/*.csv',
  });
}
