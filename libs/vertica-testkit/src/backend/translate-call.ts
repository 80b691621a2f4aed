import { bareFunctions } from '../lint/known-functions.ts';
import { literalText } from '../lint/literal-text.ts';
import { allTokens, childNode, isNode, type SyntaxNode } from '../lint/syntax-node.ts';
import { BackendError } from './sql-backend.ts';
import { timeTemplate } from './time-template.ts';
import { quoteText, translate, wordsOf, type Translation } from './translate-expression.ts';

/** What `version()` says: nobody shall take this server for Vertica. */
export const emulatorVersion = 'vaultwright vertica-testkit emulator (DuckDB); not Vertica';

/** Functions that the engine has under the same name with the same meaning. */
const same: ReadonlySet<string> = new Set([
  'coalesce',
  'nullif',
  'greatest',
  'least',
  'count',
  'sum',
  'min',
  'max',
  'avg',
  'row_number',
  'rank',
  'dense_rank',
  'lag',
  'lead',
  'first_value',
  'last_value',
  'md5',
  'sha1',
  'sha256',
  'upper',
  'lower',
  'replace',
  'translate',
  'concat',
  'left',
  'right',
  'lpad',
  'rpad',
  'instr',
  'strpos',
  'chr',
  'repeat',
  'date_trunc',
  'abs',
  'floor',
  'ceil',
  'ceiling',
  'round',
  'mod',
  'sign',
  'now',
  'current_timestamp',
  'current_date',
  'substr',
  'substring',
]);

const renamed: Readonly<Record<string, string>> = {
  nvl: 'coalesce',
  hex_to_binary: 'unhex',
  length: 'length',
  char_length: 'length',
  character_length: 'length',
  octet_length: 'strlen',
  getdate: 'current_timestamp',
  sysdate: 'current_timestamp',
};

const trims: Readonly<Record<string, string>> = {
  btrim: 'trim',
  trim: 'trim',
  ltrim: 'ltrim',
  rtrim: 'rtrim',
};

/** Prints a function call; one that cannot be done honestly is refused. */
export function translateCall(call: SyntaxNode, state: Translation): string {
  const name = wordsOf(call)[0] ?? '';
  const brackets = childNode(call, 'arguments');
  const items = (brackets?.children ?? []).map((item) => ({
    isArgument: isNode(item),
    text: translate(item, state),
  }));
  const printed = items.filter(({ isArgument }) => isArgument).map(({ text }) => text.trim());
  const list = items
    .slice(1, -1)
    .map(({ text }) => text)
    .join('');
  const window = childNode(call, 'window');
  const over = window === null ? '' : translate(window, state);
  return `${printFunction(name, printed, list, brackets)}${over}`;
}

function printFunction(
  name: string,
  printed: readonly string[],
  list: string,
  brackets: SyntaxNode | null,
): string {
  const [first = '', second = '', third = ''] = printed;
  if (bareFunctions.has(name) || name === 'now' || name === 'getdate') return bare(name);
  const trim = trims[name];
  // Without a list of characters the manual trims blanks, where the engine would trim every white space.
  if (trim !== undefined) return `${trim}(${first}, ${second === '' ? "' '" : second})`;
  switch (name) {
    case 'to_hex':
      return `lower(hex(${first}))`;
    case 'regexp_like':
      return limited(name, printed, 2, `regexp_matches(${first}, ${second})`);
    case 'regexp_replace':
      return limited(
        name,
        printed,
        3,
        `regexp_replace(${first}, ${second}, ${third === '' ? "''" : third}, 'g')`,
      );
    case 'to_char':
      return `strftime(${first}, ${quoteText(timeTemplateOf(brackets))})`;
    case 'throw_error':
      return `error('vw:22V23:USER GENERATED ERROR: ' || ${first})`;
    case 'version':
      return quoteText(emulatorVersion);
    case 'current_schema':
      return quoteText('public');
    case 'analyze_statistics':
      return '0';
    default:
  }
  const target = same.has(name) ? name : renamed[name];
  if (target === undefined) throw refused(`function ${name} is not emulated`);
  return `${target}(${list})`;
}

function bare(name: string): string {
  if (name === 'current_user') return quoteText('dbadmin');
  return name === 'current_date' ? 'current_date' : 'current_timestamp';
}

function limited(name: string, printed: readonly string[], most: number, text: string): string {
  if (printed.length > most) throw refused(`${name} with more than ${most} arguments is not emulated`);
  return text;
}

function timeTemplateOf(brackets: SyntaxNode | null): string {
  const token = brackets === null ? undefined : allTokens(brackets).at(-2);
  return timeTemplate(token?.kind === 'string' ? literalText(token) : null);
}

function refused(message: string): BackendError {
  return new BackendError(`emulator: ${message}`, '0A000');
}
