/** Pieces of ASN.1 in its distinguished encoding, as far as a certificate needs them. */
export const der = {
  sequence: (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts),
  set: (...parts: readonly Uint8Array[]): Buffer => tagged(0x31, ...parts),
  octets: (...parts: readonly Uint8Array[]): Buffer => tagged(0x04, ...parts),
  bits: (content: Uint8Array): Buffer => tagged(0x03, Uint8Array.of(0), content),
  utf8: (text: string): Buffer => tagged(0x0c, Buffer.from(text, 'utf8')),
  isTrue: (): Buffer => tagged(0x01, Uint8Array.of(0xff)),
  /** A positive number of any length, most significant byte first. */
  integer: (bytes: Uint8Array): Buffer =>
    (bytes[0] ?? 0) >= 0x80 ? tagged(0x02, Uint8Array.of(0), bytes) : tagged(0x02, bytes),

  /** Shape: `1.2.840.10045.4.3.2`. */
  oid(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return tagged(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
  },

  /** Units: seconds. */
  time(date: Date): Buffer {
    const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
    // Years up to 2049 have two digits, later ones four.
    return date.getUTCFullYear() < 2050
      ? tagged(0x17, Buffer.from(digits.slice(2), 'latin1'))
      : tagged(0x18, Buffer.from(digits, 'latin1'));
  },

  /** A piece with a tag of its context. Shape: `constructed` = it holds pieces, else bytes. */
  context: (number: number, constructed: boolean, ...parts: readonly Uint8Array[]): Buffer =>
    tagged((constructed ? 0xa0 : 0x80) | number, ...parts),
} as const;

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag, ...lengthOf(content.length)), content]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
