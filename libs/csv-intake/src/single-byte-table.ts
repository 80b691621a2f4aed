import type { CsvEncoding } from '@vaultwright/datavault-core/model';

export type SingleByteEncoding = Exclude<CsvEncoding, 'utf-8' | 'utf-16le' | 'utf-16be'>;

const controls = { first: 0x80, last: 0x9f };
/** Bytes 0x80 to 0x9F of windows-1252, a space for those without a character. */
const windows1252Controls = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * The character of each byte of an encoding, null for bytes that have none.
 *
 * Control characters 0x80 to 0x9F count as none: text that seems to hold them is in another encoding.
 */
export function singleByteTable(encoding: SingleByteEncoding): readonly (string | null)[] {
  const character = characterOf(encoding);
  return Array.from({ length: 256 }, (_, byte) => {
    // Some converters of TextDecoder swap control characters of ASCII.
    const text = byte < controls.first ? String.fromCharCode(byte) : character(byte);
    const code = text.codePointAt(0) ?? 0;
    const none = text === '' || code === 0xfffd || (code >= controls.first && code <= controls.last);
    return none ? null : text;
  });
}

function characterOf(encoding: SingleByteEncoding): (byte: number) => string {
  const latin1 = (byte: number): string => String.fromCharCode(byte);
  // TextDecoder takes ISO-8859-1 for windows-1252, and some releases of Node the other way round.
  if (encoding === 'iso-8859-1') return latin1;
  if (encoding === 'windows-1252') {
    return (byte) =>
      byte < controls.first || byte > controls.last
        ? latin1(byte)
        : windows1252Controls.charAt(byte - controls.first).trim();
  }
  const decoder = new TextDecoder(encoding);
  return (byte) => decoder.decode(Uint8Array.of(byte));
}
