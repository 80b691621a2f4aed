import { draw } from '../random/draw.ts';
import { MESSAGE_WORDS } from './russian-words.ts';

/** What is special about a message as a CSV field. */
export type MessageKind = 'plain' | 'comma' | 'quote' | 'newline' | 'long' | 'empty';

/** 8 % commas, 4 % quotes, 1 % line breaks, 0.3 % over 1000 bytes but not characters, 0.1 % empty. */
export function messageKind(choice: number): MessageKind {
  const thousandth = choice % 1000;
  if (thousandth < 80) return 'comma';
  if (thousandth < 120) return 'quote';
  if (thousandth < 130) return 'newline';
  if (thousandth < 133) return 'long';
  return thousandth < 134 ? 'empty' : 'plain';
}

const word = (bits: number): string => MESSAGE_WORDS[bits & 63]!;

/**
 * A message of the kind asked for, 3 to 10 words but for the long ones.
 *
 * Shape: `version` tells the edits of one message apart.
 */
export function messageText(key: number, message: number, version: number, kind: MessageKind): string {
  if (kind === 'empty') return '';
  const field = 100 + 64 * version;
  const bits = draw(key, message, field);
  const start = `${word(bits)} ${word(bits >>> 6)} ${word(bits >>> 12)}`;
  switch (kind) {
    case 'long':
      return longText(key, message, field, start);
    case 'comma':
      return `${start}, ${rest(key, message, field, bits)}`;
    case 'quote':
      return `${start} "${word(bits >>> 18)}" ${rest(key, message, field, bits)}`;
    case 'newline':
      return `${start}\n${rest(key, message, field, bits)}`;
    case 'plain':
      return (bits & 0x1000000) === 0 ? start : `${start} ${rest(key, message, field, bits)}`;
  }
}

function rest(key: number, message: number, field: number, bits: number): string {
  const more = draw(key, message, field + 1);
  let text = word(bits >>> 18);
  const count = (bits >>> 25) % 6;
  for (let at = 0; at < count; at += 1) text += ` ${word(more >>> (5 * at))}`;
  return text;
}

/** 620 to 920 characters, mostly of two bytes. */
function longText(key: number, message: number, field: number, start: string): string {
  const length = 620 + (draw(key, message, field + 2) % 280);
  let text = start;
  for (let at = 3; text.length < length; at += 1) {
    const bits = draw(key, message, field + 3 + (at % 60));
    text += ` ${word(bits)} ${word(bits >>> 6)} ${word(bits >>> 12)} ${word(bits >>> 18)}`;
  }
  return text;
}

/** The text as a file without quoting can hold it: no quotes, no line breaks, never empty; commas stay. */
export function unquotableText(text: string): string {
  return text === '' ? '-' : text.replaceAll('"', '').replaceAll('\n', ' ');
}
