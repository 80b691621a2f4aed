import { BackendError, type BackendResult } from '../backend/sql-backend.ts';
import { nameText, literalText } from '../lint/literal-text.ts';
import { hasWords, isGroup, symbolOf, wordOf, type Item } from './token-tree.ts';

/** Settings whose every value is taken, because nothing here depends on them. */
const indifferent: ReadonlySet<string> = new Set([
  'locale',
  'escape_string_warning',
  'standard_conforming_strings',
]);

const fixed: Readonly<Record<string, readonly string[]>> = {
  timezone: ['utc', 'gmt', 'default'],
  datestyle: ['iso', 'default'],
  intervalstyle: ['plain', 'default'],
};

/** What a session of the general mode has been told about itself. */
export class GeneralSettings {
  autocommit: boolean;
  strictTimeCasts = false;
  searchPath: readonly string[] = ['public'];
  readonly #others = new Map<string, string>([
    ['timezone', 'UTC'],
    ['transaction_isolation', 'READ COMMITTED'],
    ['datestyle', 'ISO'],
    ['intervalstyle', 'plain'],
  ]);

  constructor(autocommit: boolean) {
    this.autocommit = autocommit;
  }

  /** Applies SET or ALTER SESSION. Errors: `BackendError` 0A000 for values that are not emulated. */
  apply(items: readonly Item[]): 'searchPath' | 'other' {
    if (hasWords(items, 0, 'alter', 'session')) return this.#applyParameters(items.slice(2));
    if (hasWords(items, 0, 'set', 'search_path')) return this.#applySearchPath(items.slice(2));
    const value = valueOf(items.at(-1));
    if (hasWords(items, 0, 'set', 'session', 'autocommit') || hasWords(items, 0, 'set', 'autocommit'))
      this.autocommit = flag(value);
    else if (
      hasWords(items, 0, 'set', 'session', 'characteristics') ||
      hasWords(items, 0, 'set', 'transaction')
    )
      applyIsolation(items);
    else if (hasWords(items, 0, 'set', 'time', 'zone')) this.#set('timezone', value);
    else this.#set(wordOf(items[1]), value);
    return 'other';
  }

  /** Rows of SHOW. Errors: `BackendError` 42704. */
  show(items: readonly Item[]): BackendResult {
    const name = hasWords(items, 1, 'time', 'zone') ? 'timezone' : wordOf(items[1]);
    const all = new Map([
      ['search_path', [...this.searchPath, 'v_catalog', 'v_monitor'].join(', ')],
      ['autocommit', this.autocommit ? 'on' : 'off'],
      ...this.#others,
    ]);
    const value = all.get(name);
    if (name !== 'all' && value === undefined)
      throw new BackendError(
        `emulator: SHOW ${name} is not emulated; known: all, ${[...all.keys()].join(', ')}`,
        '42704',
      );
    const columns = ['name', 'setting'].map((column) => ({ name: column, oid: 9, typmod: -1 }));
    return { tag: 'SHOW', columns, rows: name === 'all' ? [...all] : [[name, value ?? null]] };
  }

  #applyParameters(items: readonly Item[]): 'other' {
    if (wordOf(items[0]) === 'clear') return 'other';
    const at = hasWords(items, 0, 'set', 'parameter') ? 2 : 1;
    const name = wordOf(items[at]);
    if (wordOf(items[0]) !== 'set' || symbolOf(items[at + 1]) !== '=' || name === '')
      throw new BackendError('emulator: ALTER SESSION is emulated as SET [PARAMETER] name = value', '0A000');
    const value = valueOf(items[at + 2]);
    this.#others.set(name, value);
    if (name === 'enablestricttimecasts') this.strictTimeCasts = flag(value);
    return 'other';
  }

  #applySearchPath(items: readonly Item[]): 'searchPath' {
    const names = items.flatMap((item) =>
      !isGroup(item) && (wordOf(item) !== '' || item.token.kind === 'quoted') && wordOf(item) !== 'to'
        ? [nameText(item.token)]
        : [],
    );
    this.searchPath = names.length === 1 && names[0]?.toLowerCase() === 'default' ? ['public'] : names;
    return 'searchPath';
  }

  #set(name: string, value: string): void {
    const allowed = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
    if (!indifferent.has(name) && allowed?.includes(value.toLowerCase()) !== true)
      throw new BackendError(
        `emulator: SET ${name} to "${value}" is not emulated${allowed === undefined ? '' : `; allowed: ${allowed.join(', ')}`}`,
        '0A000',
      );
    this.#others.set(name, value);
  }
}

function applyIsolation(items: readonly Item[]): void {
  const at = items.findIndex((item) => wordOf(item) === 'level');
  if (at < 0 || !hasWords(items, at + 1, 'read', 'committed'))
    throw new BackendError('emulator: an isolation other than READ COMMITTED is not emulated', '0A000');
}

function flag(value: string): boolean {
  return /^(?:on|true|1|t)$/i.test(value);
}

function valueOf(item: Item | undefined): string {
  if (item === undefined || isGroup(item)) return '';
  return item.token.kind === 'string' ? (literalText(item.token) ?? '') : nameText(item.token);
}
