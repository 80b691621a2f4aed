import { draw } from '../random/draw.ts';
import { GROUP_WORDS } from './russian-words.ts';

/** Every 33rd name exceeds 100 bytes, every 50th holds a comma. */
const LONG = { every: 33, at: 20 };
const COMMA = { every: 50, at: 17 };

const word = (bits: number): string => GROUP_WORDS[bits & 63]!;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * The name of a community: 2 to 5 Russian words with an occasional shout, badge or price.
 *
 * Units: at most 100 characters; over 100 bytes of UTF-8 only for the long names, which must load none the less.
 */
export function groupName(key: number, group: number, version: number): string {
  const bits = draw(key, group, 10 + version);
  const manner = draw(key, group, 20 + version);
  if (group % LONG.every === LONG.at) return longName(key, group, version);
  const words = wordsWithin(40, 2 + ((bits >>> 24) & 3), bits);
  const comma = group % COMMA.every === COMMA.at;
  const name = comma ? `${words[0]!}, ${words.slice(1).join(' ')}` : words.join(' ');
  return decorated(capital(name), manner);
}

/** At least two words; more as long as they stay within the number of characters. */
function wordsWithin(characters: number, count: number, bits: number): string[] {
  const words = [word(bits), word(bits >>> 6)];
  for (let at = 2; at < count; at += 1) {
    const next = word(bits >>> (6 * at));
    if (words.join(' ').length + 1 + next.length > characters) break;
    words.push(next);
  }
  return words;
}

function decorated(name: string, manner: number): string {
  switch (manner % 10) {
    case 0:
      return `${name}!!!`;
    case 1:
      return `VIP ${name}`;
    case 2:
      return `${name} от ${(1 + ((manner >>> 8) % 99)) * 10} руб.`;
    default:
      return name;
  }
}

function longName(key: number, group: number, version: number): string {
  let name = 'Объявления';
  for (let at = 0; name.length < 64; at += 1) name += ` ${word(draw(key, group, 30 + 16 * version + at))}`;
  return name;
}
