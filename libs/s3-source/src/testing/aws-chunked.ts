/**
 * Decodes a body sent with `Content-Encoding: aws-chunked`, the framing of streamed uploads.
 *
 * Shape: `<hex size>[;extension]CRLF<bytes>CRLF` ... `0CRLF[trailers]CRLF`; undefined when the framing is broken.
 */
export function decodeAwsChunked(framed: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const lineEnd = framed.indexOf('\r\n', offset);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(framed.toString('latin1', offset, lineEnd), 16);
    if (Number.isNaN(size)) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    const start = lineEnd + 2;
    if (framed.toString('latin1', start + size, start + size + 2) !== '\r\n') return undefined;
    chunks.push(framed.subarray(start, start + size));
    offset = start + size + 2;
  }
}
