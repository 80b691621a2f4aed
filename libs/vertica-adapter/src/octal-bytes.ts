const backslash = 0x5c;

/**
 * Reads bytes as the server prints them.
 *
 * Shape: `\\` is one backslash, `\ooo` one byte in octal, every other character itself.
 * Errors: `SyntaxError` for a backslash that neither starts three octal digits nor another backslash.
 */
export function bytesFromOctal(text: string): Buffer {
  const source = Buffer.from(text, 'utf8');
  const bytes = Buffer.allocUnsafe(source.length);
  let length = 0;
  for (let index = 0; index < source.length;) {
    const byte = source[index] ?? 0;
    if (byte !== backslash) {
      bytes[length++] = byte;
      index += 1;
    } else if (source[index + 1] === backslash) {
      bytes[length++] = backslash;
      index += 2;
    } else {
      const digits = source.toString('latin1', index + 1, index + 4);
      if (!/^[0-3][0-7]{2}$/.test(digits)) throw new SyntaxError('a binary value is not octal-escaped');
      bytes[length++] = Number.parseInt(digits, 8);
      index += 4;
    }
  }
  return bytes.subarray(0, length);
}
