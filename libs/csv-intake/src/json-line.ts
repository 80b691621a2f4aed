/** A value of a JSON object as its text says it: numbers keep their digits, and names may come twice. */
export interface JsonMember {
  readonly name: string;
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'nested';
  /** The characters of a string, the JSON text of any other value. */
  readonly text: string;
}

/**
 * The members of the object that a line holds, in order; what else it is when it holds none.
 *
 * `JSON.parse` alone would round long numbers and keep the last of two members of one name, without a word.
 */
export function jsonMembers(line: string): readonly JsonMember[] | 'no JSON' | 'no object' {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'no JSON';
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? [...membersOf(line)] : 'no object';
}

/** @param line Proven to be one JSON object. */
function* membersOf(line: string): Generator<JsonMember> {
  let at = skipSpace(line, line.indexOf('{') + 1);
  while (line[at] !== '}') {
    const nameEnd = valueEnd(line, at);
    const name = JSON.parse(line.slice(at, nameEnd)) as string;
    const from = skipSpace(line, line.indexOf(':', nameEnd) + 1);
    const to = valueEnd(line, from);
    yield memberOf(name, line.slice(from, to));
    at = skipSpace(line, to);
    if (line[at] === ',') at = skipSpace(line, at + 1);
  }
}

const kinds: Readonly<Record<string, JsonMember['kind']>> = {
  '"': 'string',
  t: 'boolean',
  f: 'boolean',
  n: 'null',
  '{': 'nested',
  '[': 'nested',
};

function memberOf(name: string, json: string): JsonMember {
  const kind = kinds[json.charAt(0)] ?? 'number';
  return { name, kind, text: kind === 'string' ? (JSON.parse(json) as string) : json };
}

function skipSpace(line: string, from: number): number {
  let at = from;
  while (' \t\r\n'.includes(line.charAt(at)) && at < line.length) at += 1;
  return at;
}

/** Position behind the value that begins at `from`. */
function valueEnd(line: string, from: number): number {
  let depth = 0;
  for (let at = from; ; at += 1) {
    const character = line.charAt(at);
    if (character === '"') at = stringEnd(line, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    const next = line.charAt(at + 1);
    if (depth === 0 && (isClosed(character) || endsValue(next))) return at + 1;
  }
}

const isClosed = (character: string): boolean => character === '"' || character === '}' || character === ']';
const endsValue = (next: string): boolean => next === '' || ' \t\r\n,:}]'.includes(next);

function stringEnd(line: string, from: number): number {
  let at = from + 1;
  while (line[at] !== '"') at += line[at] === '\\' ? 2 : 1;
  return at + 1;
}
