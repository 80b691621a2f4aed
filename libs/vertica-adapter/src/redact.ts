const mask = '[redacted]';

const shapes: readonly (readonly [RegExp, string])[] = [
  [/(\baws(?:auth|sessiontoken)\s*=\s*)(?:E?'(?:[^']|'')*'?|\S+)/gi, `$1${mask}`],
  [/(\bs3bucketcredentials\s*=\s*)(?:E?'(?:[^']|'')*'?|\S+)/gi, `$1${mask}`],
  [/(\bidentified\s+by\s+)'(?:[^']|'')*'?/gi, `$1${mask}`],
  [
    /(\b(?:password|passwd|oauth_access_token|access_token|secret_key)\s*[=:]\s*)(?:'[^']*'|"[^"]*"|\S+)/gi,
    `$1${mask}`,
  ],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"']*:)[^\s"'<>@]+@/gi, `$1${mask}@`],
];

/** Masks credentials in text that is going to be seen. */
export type Redact = (text: string) => string;

/**
 * Makes the one filter in front of messages: given secrets wherever they stand, others by the shape of their statement.
 *
 * Invariant: a given secret never passes, whatever its length, nor its form with doubled quotes.
 */
export function createRedact(secrets: readonly (string | undefined)[] = []): Redact {
  const given = secrets
    .filter((secret): secret is string => secret !== undefined && secret !== '')
    .flatMap((secret) => [secret, secret.replaceAll("'", "''"), JSON.stringify(secret).slice(1, -1)])
    .toSorted((left, right) => right.length - left.length);
  return (text) => {
    const unnamed = given.reduce((shown, secret) => shown.replaceAll(secret, mask), text);
    return shapes.reduce((shown, [shape, replacement]) => shown.replace(shape, replacement), unnamed);
  };
}
