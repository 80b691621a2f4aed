import { BackendError } from '../backend/sql-backend.ts';
import { timeTemplate } from '../backend/time-template.ts';
import { quoteText } from '../backend/translate-expression.ts';
import { literalText } from '../lint/literal-text.ts';
import { isGroup, splitAtCommas, wordOf, type Item } from './token-tree.ts';

interface Names {
  readonly user: string;
  readonly database: string;
}

type Print = (items: readonly Item[]) => string;

/** The engine's name of a function with the same meaning. */
const renamed: Readonly<Record<string, string>> = {
  nvl: 'coalesce',
  isnull: 'coalesce',
  ifnull: 'coalesce',
  hex_to_binary: 'unhex',
  char_length: 'length',
  character_length: 'length',
  len: 'length',
  octet_length: 'strlen',
  approximate_count_distinct: 'approx_count_distinct',
  uuid_generate: 'uuid',
  getutcdate: 'getdate',
  regexp_ilike: 'vw_regexp_ilike',
};

/** Functions whose answer nobody outside of a server can know, or which act on what is not emulated. */
const refused: ReadonlySet<string> = new Set(
  `hash array set row map explode unnest read_csv read_text read_blob read_parquet read_json glob getenv current_setting
   generate_series range pragma_table_info query query_table list_value struct_pack sleep_ms pg_sleep`.split(
    /\s+/,
  ),
);

/** Administration that changes no answer here; it gives back what the manual shows, or nothing. */
const acknowledged: Readonly<Record<string, string>> = {
  analyze_statistics: '0',
  set_client_label: "'client label set'",
  purge_table: "'purged'",
  make_ahm_now: "'AHM set'",
  clear_caches: "'cleared'",
  set_vertica_options: 'cast(null as varchar)',
};

const trims: ReadonlySet<string> = new Set(['trim', 'btrim', 'ltrim', 'rtrim']);
const dateUnits: ReadonlySet<string> = new Set([
  'datediff',
  'timestampdiff',
  'timestampadd',
  'dateadd',
  'date_part',
  'date_trunc',
]);

/** Functions that are written without brackets; null when the word is none of them. */
export function bareFunction(word: string, { user, database }: Names): string | null {
  switch (word) {
    case 'sysdate':
    case 'localtimestamp':
      return 'getdate()';
    case 'current_user':
    case 'session_user':
    case 'user':
      return quoteText(user);
    case 'current_database':
      return quoteText(database);
    default:
      return null;
  }
}

/** Prints a call. Shape: `order` = what stands in WITHIN GROUP. Errors: `BackendError` for what is not emulated. */
export function translateFunction(
  name: string,
  items: readonly Item[],
  print: Print,
  names: Names,
  order: string | null,
): string {
  if (refused.has(name)) throw notEmulated(`function ${name} is not emulated`);
  const parts = splitAtCommas(items);
  const acknowledgement = acknowledged[name];
  if (acknowledgement !== undefined) return acknowledgement;
  const bare = parts.length === 0 ? bareFunction(name, names) : null;
  if (bare !== null) return bare;
  if (name === 'listagg' || name === 'string_agg') return listAggregate(parts, print, order);
  if (order !== null) return `${name}(${print(items)}) within group (${order})`;
  const args = parts.map((part, index) =>
    index === 0 && dateUnits.has(name) ? unitText(part, print) : print(part).trim(),
  );
  return special(name, args, parts) ?? `${renamed[name] ?? name}(${args.join(', ')})`;
}

function special(name: string, args: readonly string[], parts: readonly Item[][]): string | null {
  const [first = '', second = '', third = ''] = args;
  if (trims.has(name) && args.length <= 2 && parts[0]?.some((item) => wordOf(item) === 'from') === false)
    return `${name === 'btrim' ? 'trim' : name}(${first}, ${second === '' ? "' '" : second})`;
  switch (name) {
    case 'concat':
      return `(${args.join(' || ')})`;
    case 'greatest':
    case 'least':
      return `vw_${name}([${args.join(', ')}])`;
    case 'decode':
      return decode(args);
    case 'to_hex':
      return `lower(hex(${first}))`;
    case 'throw_error':
      return `error('vw:22V23:USER GENERATED ERROR: ' || ${first})`;
    case 'regexp_like':
      return `regexp_matches(${args.join(', ')})`;
    case 'regexp_replace':
      return limited(
        name,
        args,
        3,
        `regexp_replace(${first}, ${second}, ${third === '' ? "''" : third}, 'g')`,
      );
    case 'regexp_substr':
      return limited(name, args, 2, `nullif(regexp_extract(${first}, ${second}), '')`);
    case 'regexp_count':
      return limited(name, args, 2, `len(regexp_extract_all(${first}, ${second}))`);
    case 'to_char':
      return args.length === 1 ? `vw_as_text(${first})` : `strftime(${first}, ${templateOf(parts[1])})`;
    case 'to_date':
      return `cast(strptime(${first}, ${templateOf(parts[1])}) as date)`;
    case 'to_timestamp':
      return args.length === 1 ? `to_timestamp(${first})` : `strptime(${first}, ${templateOf(parts[1])})`;
    case 'timestampdiff':
      return `datediff(${args.join(', ')})`;
    case 'timestampadd':
    case 'dateadd':
      return `(${third} + ${intervalOf(first, second)})`;
    default:
      return null;
  }
}

/** The name is evaluated once, whatever it is compared with. */
function decode([value = '', ...rest]: readonly string[]): string {
  const branches: string[] = [];
  for (let at = 0; at + 1 < rest.length; at += 2)
    branches.push(`when "vw decoded" is not distinct from ${rest[at] ?? ''} then ${rest[at + 1] ?? ''}`);
  const otherwise = rest.length % 2 === 1 ? ` else ${rest.at(-1) ?? ''}` : '';
  return `list_transform([${value}], lambda "vw decoded": case ${branches.join(' ')}${otherwise} end)[1]`;
}

function listAggregate(parts: readonly Item[][], print: Print, order: string | null): string {
  const [value = [], written = []] = parts;
  const using = value.findIndex((item) => wordOf(item) === 'using');
  const end = using < 0 ? value.length : using;
  const separator = written.length > 0 ? print(written) : separatorOf(value.slice(end));
  return `string_agg(${print(value.slice(0, end))}, ${separator}${order === null ? '' : ` ${order}`})`;
}

function separatorOf(items: readonly Item[]): string {
  if (items.length === 0) return `','`;
  const last = items.at(-1);
  if (wordOf(items[2]) !== 'separator' || items.length !== 5 || isGroup(last) || last === undefined)
    throw notEmulated('LISTAGG is emulated with the parameter separator only');
  return quoteText(literalText(last.token) ?? '');
}

/** A unit is written as a word or as a text. */
function unitText(part: readonly Item[], print: Print): string {
  const word = part.length === 1 ? wordOf(part[0]) : '';
  return word === '' ? print(part).trim() : quoteText(word);
}

function intervalOf(unit: string, count: string): string {
  const word = unit.replaceAll("'", '').toLowerCase().replace(/s$/, '');
  if (!/^(?:year|quarter|month|week|day|hour|minute|second)$/.test(word))
    throw notEmulated(`the unit ${unit} is not emulated here`);
  return `to_${word}s(cast(${count} as ${/^(?:hour|minute)$/.test(word) ? 'bigint' : word === 'second' ? 'double' : 'integer'}))`;
}

function templateOf(part: readonly Item[] | undefined): string {
  const [only] = part ?? [];
  const isLiteral =
    part?.length === 1 && only !== undefined && !isGroup(only) && only.token.kind === 'string';
  return quoteText(timeTemplate(isLiteral ? literalText(only.token) : null));
}

function limited(name: string, args: readonly string[], most: number, text: string): string {
  if (args.length > most) throw notEmulated(`${name} with more than ${most} arguments is not emulated`);
  return text;
}

function notEmulated(message: string): BackendError {
  return new BackendError(`emulator: ${message}`, '0A000');
}
