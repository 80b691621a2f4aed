import { maskUrlPasswords } from './url-passwords.ts';

const mask = '[redacted]';

/** Values shorter than this are never masked: they would erase ordinary text. */
const shortestSecret = 4;

const secretWord = String.raw`(?:password|passwd|pwd|passphrase|secret(?:[_-]?access)?[_-]?key|client[_-]?secret|session[_-]?token|access[_-]?token|auth[_-]?token|api[_-]?key|private[_-]?key)`;

/** How far beyond the shown part of a text a credential is looked for, at least. Units: characters. */
const leastReach = 1024;

/**
 * What a credential looks like when nobody registered it; `$1` is the part that stays.
 *
 * Invariant: none of them goes over the same characters again from another start. A quote or a private key that a cut
 * text leaves open counts as closed at its end.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, `$1${mask}`],
  [/(\bBearer\s+)[\w.~+/=-]{8,}/g, `$1${mask}`],
  [/(\bAWS4-HMAC-SHA256\s+)[^\r\n"']+/g, `$1${mask}`],
  [
    /([?&](?:X-(?:Amz|Goog)-[\w-]+|AWSAccessKeyId|Signature|sig|token|access_token)=)[^&\s"'<>#]+/gi,
    `$1${mask}`,
  ],
  [/\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}\b/g, mask],
  [/(\bbot)\d{5,}:[\w-]{20,}/g, `$1${mask}`],
  [/(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, `$1${mask}`],
  [
    new RegExp(
      String.raw`(${secretWord}["']?\s*[=:]\s*)(?:"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)|'[^'\\]*(?:\\[^][^'\\]*)*(?:'|\\?$)|[^\s,;&"'}\])]+)`,
      'gi',
    ),
    `$1${mask}`,
  ],
];

/** The one filter in front of console, log, artifacts and error text. */
export interface Redactor {
  /** Registers a secret; its URL-encoded, JSON-escaped and base64 spellings are masked too. */
  add(secret: string): void;
  text(text: string): string;
  /** At most the first `length` characters of the masked text; what lies far behind them is not looked at. */
  start(text: string, length: number): string;
  /** A copy with every string inside masked, keys included; bigint and dates become text, so that the copy is JSON. */
  value(value: unknown): unknown;
}

/**
 * Makes a redactor.
 *
 * Invariant: a registered value of at least 4 characters never passes; unregistered ones are caught by shape: access
 * keys, passwords in connection texts, signed query strings, authorization headers, private keys.
 */
export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const spellings = new Set<string>();
  let known: RegExp | null = null;
  let longest = 0;

  const add = (secret: string): void => {
    if (secret.trim().length < shortestSecret) return;
    const base64 = Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, '');
    const escaped = JSON.stringify(secret).slice(1, -1);
    for (const spelling of [secret, secret.trim(), escaped, encodeURIComponent(secret), base64]) {
      spellings.add(spelling);
    }
    // longest first, so that a secret containing another one is masked whole
    const alternatives = [...spellings].toSorted((a, b) => b.length - a.length).map(escapeForRegExp);
    longest = Math.max(...[...spellings].map(({ length }) => length));
    known = new RegExp(alternatives.join('|'), 'g');
  };
  const maskAll = (plain: string, isCut: boolean): string => {
    const withoutKnown = known === null ? plain : plain.replace(known, mask);
    let masked = maskUrlPasswords(withoutKnown, mask, isCut);
    for (const [pattern, replacement] of patterns) masked = masked.replace(pattern, replacement);
    return masked;
  };
  const text = (plain: string): string => maskAll(plain, false);
  const start = (plain: string, length: number): string => {
    const reach = Math.max(leastReach, longest);
    if (plain.length <= length + reach) return text(plain).slice(0, length);
    const masked = maskAll(plain.slice(0, length + reach), true);
    // what ends at the cut may be the first half of a secret: it is looked at and not shown
    const whole = masked.endsWith(mask) ? masked.length : masked.length - reach;
    return masked.slice(0, Math.max(0, Math.min(length, whole)));
  };
  for (const secret of secrets) add(secret);
  return { add, text, start, value: (value) => redactValue(value, text, new Set()) };
}

/** Names of settings and variables whose values are secrets, by their last words. */
export function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return /(?:password|passwd|pwd|passphrase|secret|token|apikey|privatekey|accesskey|accesskeyid|credentials?|dsn|connectionstring)$/.test(
    plain,
  );
}

/**
 * Values of the variables whose names say that they are secrets.
 *
 * Invariant: short values are left out, since `CI_TOKEN=true` must not mask every `true`.
 */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= 8 && isSecretName(name) && !/^(?:OLD)?PWD$/.test(name)
      ? [value]
      : [],
  );
}

/** True for a connection text that carries a password, such as `scheme://user:password@host`. */
export function carriesPassword(text: string): boolean {
  return (
    /[a-z0-9+.-]:\/\/[^\s/?#@]*:[^\s]+@/i.test(text) ||
    new RegExp(String.raw`(?:^|[\s;&?])${secretWord}\s*=\s*[^\s;&]`, 'i').test(text)
  );
}

function redactValue(value: unknown, text: (text: string) => string, above: Set<object>): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (above.has(value)) return '[circular]';
  above.add(value);
  const copy = copyMembers(value, text, above);
  above.delete(value);
  return copy;
}

function copyMembers(value: object, text: (text: string) => string, above: Set<object>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, text, above));
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return redactValue((value.toJSON as () => unknown)(), text, above);
  }
  if (value instanceof Error) return { name: value.name, message: text(value.message) };
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      text(key),
      typeof member === 'string' && isSecretName(key) && member !== ''
        ? mask
        : redactValue(member, text, above),
    ]),
  );
}

function escapeForRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
