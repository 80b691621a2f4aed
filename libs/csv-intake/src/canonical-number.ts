const int64Least = -(2n ** 63n);
const int64Most = 2n ** 63n - 1n;
/** Of the longest int64, its sign counted. */
const int64Digits = 20;
/** Beyond it a binary64 number, as data frames write integers with gaps, may stand for its neighbour. */
const exactFloatMost = 2n ** 53n;

/** Digits of an int; a form like `22.0` is taken while a float holds it exactly. */
export function canonicalInt(text: string): string | null {
  const point = text.indexOf('.');
  const digits = point < 0 ? text : text.slice(0, point);
  if (digits.length > int64Digits) return null;
  const value = BigInt(digits);
  if (value < int64Least || value > int64Most) return null;
  if (point >= 0 && (value > exactFloatMost || value < -exactFloatMost)) return null;
  return value.toString();
}

/** Shortest plain notation: no leading zeros, no trailing fraction zeros, no negative zero. */
export function canonicalDecimal(text: string, precision: number, scale: number): string | null {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = (negative ? text.slice(1) : text).split('.');
  const significant = whole.replace(/^0+/, '');
  const decimals = trimZeros(fraction);
  if (significant.length > precision - scale || decimals.length > scale) return null;
  const digits = `${significant || '0'}${decimals && `.${decimals}`}`;
  return negative && digits !== '0' ? `-${digits}` : digits;
}

/** Shortest text that reads back as the same binary64 number, the sign of zero kept. */
export function canonicalFloat(text: string): string | null {
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A loop, because `/0+$/` is quadratic on long runs of zeros before another digit. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
