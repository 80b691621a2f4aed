const clauses = [
  'select',
  'from',
  'inner join',
  'left join',
  'where',
  'group by',
  'having',
  'order by',
  'limit',
  'and',
];

const longestLine = 100;

interface Bracket {
  /** Holds a query, and therefore gets lines of its own. */
  readonly query: boolean;
  readonly indent: number;
}

/**
 * Gives one long statement a line per clause, so that each step can be read.
 *
 * Invariant: adds white space between tokens only; quoted text stays as it is.
 */
export function layoutSql(sql: string): string {
  const tokens = tokensOf(sql);
  const brackets: Bracket[] = [{ query: true, indent: 0 }];
  let text = '';
  let inWith = false;
  const newLine = (indent: number): void => {
    text = `${text.trimEnd()}\n${' '.repeat(indent)}`;
  };
  for (const [index, token] of tokens.entries()) {
    const bracket = brackets.at(-1) ?? { query: true, indent: 0 };
    if (token === '(') {
      const query = /^\s*(?:select|with)$/i.test(wordAfter(tokens, index));
      text += token;
      brackets.push({ query, indent: bracket.indent + 2 });
    } else if (token === ')') {
      brackets.pop();
      if (bracket.query) newLine(bracket.indent - 2);
      text += token;
    } else if (bracket.query && startsClause(tokens, index)) {
      const first = token.toLowerCase() === 'select';
      if (first && brackets.length === 1) inWith = false;
      if (text !== '') newLine(bracket.indent + (token.toLowerCase() === 'and' ? 2 : 0));
      text += token;
    } else if (token === ',' && brackets.length === 1 && inWith) {
      text += token;
      newLine(0);
    } else {
      if (token.toLowerCase() === 'with' && brackets.length === 1) inWith = true;
      text += /^\s+$/.test(token) && /\s$/.test(text) ? '' : token;
    }
  }
  return text.split('\n').map(splitLongList).join('\n');
}

function wordAfter(tokens: readonly string[], index: number): string {
  const next = tokens[index + 1] ?? '';
  return /^\s+$/.test(next) ? (tokens[index + 2] ?? '') : next;
}

function startsClause(tokens: readonly string[], index: number): boolean {
  const two = `${tokens[index] ?? ''} ${tokens[index + 2] ?? ''}`.toLowerCase();
  return clauses.some((clause) => (clause.includes(' ') ? two === clause : two.split(' ')[0] === clause));
}

/** A long list of columns, one to a line. */
function splitLongList(line: string): string {
  const list = /^( *)select /.exec(line);
  if (list === null || line.length <= longestLine) return line;
  const inner = `${list[1] ?? ''}  `;
  let depth = 0;
  let text = '';
  for (const token of tokensOf(line.slice(list[0].length))) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (/^\s+$/.test(token) && text.endsWith(`,\n${inner}`)) continue;
    text += token === ',' && depth === 0 ? `,\n${inner}` : token;
  }
  return `${list[1] ?? ''}select\n${inner}${text}`;
}

function tokensOf(sql: string): readonly string[] {
  return sql.match(/"(?:[^"]|"")*"|'(?:[^']|'')*'|\s+|[A-Za-z_][A-Za-z0-9_]*|./gs) ?? [];
}
