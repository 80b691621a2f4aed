/** One part of a pattern: a part of a time, or text that stands for itself. */
interface PatternPart {
  readonly name: keyof TimeParts | 'literal';
  /** Pattern of what may stand there, in the syntax of regular expressions. */
  readonly expression: string;
}

/** What a text that fits a pattern says, as written there. */
export interface TimeParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour?: string;
  readonly minute?: string;
  readonly second?: string;
  readonly fraction?: string;
  readonly offset?: string;
}

const parts: Readonly<Record<string, PatternPart>> = {
  yyyy: { name: 'year', expression: '[0-9]{4}' },
  MM: { name: 'month', expression: '[0-9]{2}' },
  M: { name: 'month', expression: '[0-9]{1,2}' },
  dd: { name: 'day', expression: '[0-9]{2}' },
  d: { name: 'day', expression: '[0-9]{1,2}' },
  HH: { name: 'hour', expression: '[0-9]{2}' },
  H: { name: 'hour', expression: '[0-9]{1,2}' },
  mm: { name: 'minute', expression: '[0-9]{2}' },
  ss: { name: 'second', expression: '[0-9]{2}' },
  XXX: { name: 'offset', expression: 'Z|[+-][0-9]{2}(?::?[0-9]{2})?' },
};
const token = /yyyy|MM?|dd?|HH?|mm|ss|S{1,9}|XXX|'[^']+'|[^A-Za-z']/gy;
const dateParts = ['year', 'month', 'day'];

/** How dates or timestamps are written in a file. */
export class TimePattern {
  readonly #whole: RegExp;

  private constructor(parsed: readonly PatternPart[]) {
    const groups = parsed.map(({ name, expression }) =>
      name === 'literal' ? expression : `(?<${name}>${expression})`,
    );
    this.#whole = new RegExp(`^${groups.join('')}$`);
  }

  /** Null for a text that is no pattern of the kind: a part unknown, missing, or named twice. */
  static parse(pattern: string, kind: 'date' | 'timestamp'): TimePattern | null {
    const tokens = pattern.match(token) ?? [];
    const parsed = tokens.map(partOf);
    const named = parsed.flatMap(({ name }) => (name === 'literal' ? [] : [name]));
    const clock = kind === 'timestamp' ? ['hour', 'minute'] : [];
    const needed = [...dateParts, ...clock];
    const allowed = kind === 'timestamp' ? [...needed, 'second', 'fraction', 'offset'] : needed;
    const fits =
      tokens.join('') === pattern &&
      new Set(named).size === named.length &&
      needed.every((name) => named.some((other) => other === name)) &&
      named.every((name) => allowed.includes(name)) &&
      (!named.includes('fraction') || named.includes('second'));
    return fits ? new TimePattern(parsed) : null;
  }

  /** Null for a text that does not fit. */
  read(text: string): TimeParts | null {
    return (this.#whole.exec(text)?.groups as TimeParts | undefined) ?? null;
  }
}

function partOf(text: string): PatternPart {
  const part = parts[text];
  if (part !== undefined) return part;
  if (text.startsWith('S')) return { name: 'fraction', expression: `[0-9]{${text.length}}` };
  const literal = text.startsWith("'") ? text.slice(1, -1) : text;
  return { name: 'literal', expression: literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') };
}
