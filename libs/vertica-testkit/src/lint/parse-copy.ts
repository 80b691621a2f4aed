import type { LintRule } from './lint-rule.ts';
import { parseStoredName } from './parse-name.ts';
import type { Parser } from './parser.ts';
import type { Token } from './token.ts';

const plainLiteral = /^[0-9A-Za-z_-]+$/;

/** Options by their words; `value` says whether a literal follows. */
const options: readonly {
  readonly words: readonly string[];
  readonly id: string;
  readonly value: boolean;
}[] = [
  { words: ['delimiter', 'as'], id: 'delimiter', value: true },
  { words: ['delimiter'], id: 'delimiter', value: true },
  { words: ['record', 'terminator'], id: 'terminator', value: true },
  { words: ['null', 'as'], id: 'null', value: true },
  { words: ['null'], id: 'null', value: true },
  { words: ['no', 'escape'], id: 'no escape', value: false },
  { words: ['enforcelength'], id: 'enforcelength', value: false },
  { words: ['abort', 'on', 'error'], id: 'abort', value: false },
  { words: ['returnrejected'], id: 'returnrejected', value: false },
  { words: ['stream', 'name'], id: 'stream', value: true },
  { words: ['no', 'commit'], id: 'no commit', value: false },
];

/** Options of the manual that have a rule of their own. */
const denied: Readonly<Record<string, LintRule>> = {
  rejected: 'copy-file',
  exceptions: 'copy-file',
};

/** Reads `copy .. from local stdin`, which must stand alone in its text. */
export function parseCopy(parser: Parser): void {
  parser.expect('copy');
  parseStoredName(parser);
  if (parser.is('(')) parser.node('columnList', () => parser.bracketed(() => columns(parser)));
  source(parser);
  const seen = new Map<string, Token | null>();
  while (!parser.atEnd && !parser.is(';')) option(parser, seen);
  required(parser, seen);
}

function columns(parser: Parser): void {
  const names = new Set<string>();
  parser.list(() => {
    parser.node('copyColumn', () => {
      const token = parser.peek();
      const name = parser.identifier().toLowerCase();
      if (names.has(name)) parser.report('identifier-fold', name, token);
      names.add(name);
      if (parser.accept('format')) {
        const format = parser.literal().toLowerCase();
        if (format !== 'hex' && format !== 'octal') parser.report('copy-option', `format ${format}`, token);
      } else if (parser.accept('as')) {
        const literal = parser.peek();
        const text = parser.literal();
        if (!plainLiteral.test(text)) parser.report('copy-literal', text, literal);
      }
    });
  });
}

function source(parser: Parser): void {
  const token = parser.peek();
  if (!parser.accept('from')) parser.refuse('copy-source', `${token?.text ?? 'nothing'} here`);
  if (parser.options.allow?.includes('copy-source') && parser.peek()?.text.startsWith("'s3://"))
    return void parser.literal();
  if (!parser.accept('local', 'stdin'))
    parser.refuse('copy-source', `from ${parser.peek()?.text ?? ''} ${parser.peek(1)?.text ?? ''}`, token);
}

function option(parser: Parser, seen: Map<string, Token | null>): void {
  const token = parser.peek();
  const form = options.find(({ words }) => parser.is(...words));
  if (form === undefined) {
    const word = token?.text.toLowerCase() ?? '';
    if (word === 'rejectmax' && seen.has('abort'))
      parser.refuse('copy-conflict', 'abort on error and rejectmax');
    parser.refuse(denied[word] ?? 'copy-option', word);
  }
  if (seen.has(form.id)) parser.report('copy-conflict', `${form.id} twice`, token);
  seen.set(form.id, token);
  parser.node('copyOption', () => {
    parser.expect(...form.words);
    if (!form.value) return;
    const value = parser.peek();
    const text = parser.literal();
    if (form.id === 'stream' && !plainLiteral.test(text)) parser.report('copy-literal', text, value);
    const isMark = form.id === 'delimiter' || form.id === 'terminator' || form.id === 'null';
    if (isMark && new TextEncoder().encode(text).length !== 1)
      parser.report('copy-format', `${form.id} of other than one octet`, value);
  });
}

function required(parser: Parser, seen: ReadonlyMap<string, Token | null>): void {
  const format = ['delimiter', 'terminator', 'null', 'no escape'].filter((id) => !seen.has(id));
  if (format.length > 0) parser.report('copy-format', `no ${format.join(', no ')}`);
  if (!seen.has('enforcelength')) parser.report('copy-enforcelength', 'no enforcelength');
  if (!seen.has('no commit')) parser.report('copy-no-commit', 'no `no commit`');
  const [abort, returned] = [seen.get('abort'), seen.get('returnrejected')];
  if (abort === undefined && returned === undefined) parser.report('copy-errors', 'neither');
  if (abort !== undefined && returned !== undefined)
    parser.report('copy-conflict', 'abort on error and returnrejected', returned);
}
