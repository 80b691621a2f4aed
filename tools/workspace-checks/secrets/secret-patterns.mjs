/**
 * Shapes of credentials. `value` names the group that holds the secret itself; a match whose value is an
 * obvious placeholder is none.
 *
 * @typedef {{ rule: string, pattern: RegExp, value?: number, isSecret?: (value: string) => boolean }} SecretPattern
 */

const placeholderStart =
  /^(?:test|example|canary|sample|dummy|fake|changeme|your|password|passwd|secret|token|hunter2|x{3,}|\*+|\.{3})/i;

/** True for values that stand for a secret: variables, angle brackets, and words nobody would use. */
function isPlaceholder(value) {
  return value.length < 4 || /[${}<>*]/.test(value) || placeholderStart.test(value);
}

function hasLetterAndDigit(value) {
  return /[A-Za-z]/.test(value) && /[0-9]/.test(value);
}

/** Units: bits per character; 16 random characters have 3.5 or more, words and paths less. */
function entropy(value) {
  const counts = new Map();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / value.length);
  return -shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
}

const looksRandom = (value) => hasLetterAndDigit(value) && /[A-Z]/.test(value) && entropy(value) >= 3.5;

/** @type {readonly SecretPattern[]} */
export const secretPatterns = [
  { rule: 'aws-access-key', pattern: /\b(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA|ABIA|ACCA)[0-9A-Z]{16}\b/g },
  { rule: 'yandex-access-key', pattern: /\bYCAJ[A-Za-z0-9_-]{21}(?![A-Za-z0-9_-])/g },
  { rule: 'yandex-secret-key', pattern: /\bYC[A-Za-z0-9_-]{38}(?![A-Za-z0-9_-])/g },
  { rule: 'yandex-api-key', pattern: /\bAQVN[A-Za-z0-9_-]{35,38}(?![A-Za-z0-9_-])/g },
  { rule: 'yandex-token', pattern: /\bt1\.[A-Za-z0-9_-]{7,}={0,2}\.[A-Za-z0-9_-]{60,}={0,2}/g },
  { rule: 'private-key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { rule: 'github-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})/g },
  { rule: 'gitlab-token', pattern: /\bglpat-[A-Za-z0-9_-]{20}/g },
  { rule: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{36}\b|:_(?:authToken|password|auth)\s*=\s*(?!\$)\S{8,}/g },
  {
    rule: 'slack-token',
    pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w+/g,
  },
  { rule: 'telegram-token', pattern: /\b[0-9]{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g },
  { rule: 'google-api-key', pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g },
  { rule: 'azure-storage-key', pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==/g },
  { rule: 'stripe-key', pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}/g },
  { rule: 'model-api-key', pattern: /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/g },
  { rule: 'json-web-token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g },
  {
    rule: 'password-in-url',
    pattern: /\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s/:@'"`]{1,80}:([^\s/@'"`]{1,200})@[^\s'"`]/gi,
    value: 1,
  },
  {
    rule: 'password-in-text',
    pattern: /\b(?:password|passwd|pwd)\s*=\s*([^\s;'"`&,)]{6,200})(?=[;&\s'"`]|$)/gi,
    value: 1,
    isSecret: (value) => hasLetterAndDigit(value) && !/[.([]/.test(value),
  },
  {
    rule: 'assigned-password',
    pattern: /(?:password|passwd|pwd)["']?\s*[:=]\s*(["'`])((?:(?!\1)\S){8,200})\1/gi,
    value: 2,
    isSecret: hasLetterAndDigit,
  },
  {
    rule: 'assigned-secret',
    pattern:
      /(?:secret|token|api_?key|access_?key(?:_?id)?|private_?key|credential)\w{0,20}["']?\s*[:=]\s*["'`]?([A-Za-z0-9+/_=.~-]{16,200})(?![A-Za-z0-9+/_=.~(-])/gi,
    value: 1,
    isSecret: looksRandom,
  },
];

/**
 * The credentials in one line.
 *
 * @returns {{ rule: string, text: string }[]} the rule and the secret part of the match
 */
export function findSecrets(line) {
  const found = [];
  for (const { rule, pattern, value = 0, isSecret = () => true } of secretPatterns) {
    for (const match of line.matchAll(pattern)) {
      const text = match[value] ?? '';
      if (value > 0 && isPlaceholder(text)) continue;
      if (isSecret(text)) found.push({ rule, text });
    }
  }
  return found;
}
