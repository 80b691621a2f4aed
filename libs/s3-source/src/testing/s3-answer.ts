/** An answer before it is put on the wire. */
export interface S3Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export function xmlAnswer(status: number, root: string, content: string): S3Answer {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${content}</${root}>`);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** The error document of S3. */
export function errorAnswer(status: number, code: string, message: string): S3Answer {
  return xmlAnswer(status, 'Error', `${element('Code', code)}${element('Message', message)}`);
}

export function element(name: string, text: string | number | boolean): string {
  const escaped = String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  return `<${name}>${escaped}</${name}>`;
}
