/** Percent-encodes all but the unreserved characters of RFC 3986, as AWS signatures want it. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** The same with `/` left alone. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeUri).join('/');
}

/**
 * Splits a raw query string, keeping repeated names.
 *
 * Shape: decoded `[name, value]` pairs in order; `+` stays a plus, since AWS clients never send it for a space.
 */
export function parseQuery(rawQuery: string): [string, string][] {
  return rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [decodeURIComponent(name), decodeURIComponent(value)];
    });
}
