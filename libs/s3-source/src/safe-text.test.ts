import { describe, expect, it } from 'vitest';
import { maskKeyId, redactText, safeText } from './safe-text.ts';

describe('text for messages', () => {
  it('is one line without control, direction or invisible characters', () => {
    expect(safeText('a\nb\u001b[31mc\u202egnp\u200d\u2028é ü')).toBe(
      'a\\u{a}b\\u{1b}[31mc\\u{202e}gnp\\u{200d}\\u{2028}é ü',
    );
  });

  it('is short', () => {
    expect(safeText('x'.repeat(5_000))).toHaveLength(301);
  });

  it('holds neither given values nor signatures', () => {
    const text =
      'GET /k?X-Amz-Credential=abc%2F1&X-Amz-Signature=0f0f&x=1 Credential=abc/2026, Signature=0a1b token-1 token-1';
    expect(redactText(text, ['token-1', ''])).toBe(
      'GET /k?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&x=1 Credential=[redacted], Signature=[redacted] [redacted] [redacted]',
    );
  });

  it('shows a key id by its ends only when enough stays hidden', () => {
    expect(maskKeyId('test-access-key')).toBe('test…ey');
    expect(maskKeyId('short')).toBe('…');
    expect(maskKeyId('')).toBe('…');
  });
});
