const SIGNED_PARTS: readonly (readonly [RegExp, string])[] = [
  [/(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"'<]+/gi, '$1[redacted]'],
  [/(Signature=)[0-9a-f]+/gi, '$1[redacted]'],
  [/(?<!-)(Credential=)[^\s,&]+/gi, '$1[redacted]'],
];
const LONGEST = 300;

/** Text from outside made fit for a message: one line, no control, format or direction characters, short. */
export function safeText(text: string): string {
  const visible = text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return visible.length > LONGEST ? `${visible.slice(0, LONGEST)}…` : visible;
}

/** Removes the given values and the signed parts of requests, then applies {@link safeText}. */
export function redactText(text: string, secrets: readonly string[]): string {
  const withoutValues = secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  return safeText(
    SIGNED_PARTS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), withoutValues),
  );
}

/** First and last characters of an access key id, enough to recognise one's own. */
export function maskKeyId(accessKeyId: string): string {
  return accessKeyId.length < 12 ? '…' : `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-2)}`;
}
