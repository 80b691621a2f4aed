/** A field as it stood in the file: quoted fields are never NULL. */
export interface CsvField {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Reads CSV text by the rules of quoting alone; written for the tests, apart from the writer it checks.
 *
 * Shape: records in order, the header first; LF and CRLF end a record outside quotes.
 */
export function readCsv(text: string): CsvField[][] {
  const records: CsvField[][] = [];
  let record: CsvField[] = [];
  let at = 0;
  while (at < text.length) {
    let value = '';
    const quoted = text[at] === '"';
    if (quoted) {
      for (let from = at + 1; ; from = at + 2) {
        at = text.indexOf('"', from);
        if (at < 0) throw new Error('a quote is left open');
        value += text.slice(from, at);
        if (text[at + 1] !== '"') break;
        value += '"';
      }
      at += 1;
    } else {
      const start = at;
      while (at < text.length && text[at] !== ',' && text[at] !== '\n' && text[at] !== '\r') at += 1;
      value = text.slice(start, at);
    }
    record.push({ text: value, quoted });
    if (text[at] === ',') {
      at += 1;
      if (at === text.length || text[at] === '\n' || text[at] === '\r')
        record.push({ text: '', quoted: false });
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    if (at >= text.length || text[at] === '\n') {
      records.push(record);
      record = [];
      at += 1;
    }
  }
  return records;
}

/** The data records as objects by header name; NULL where a field is unquoted and empty. */
export function readRows(text: string): Record<string, string | null>[] {
  const [header, ...records] = readCsv(text);
  return records.map((record) =>
    Object.fromEntries(
      header!.map(({ text: name }, at) => {
        const field = record[at];
        return [name, field === undefined || (field.text === '' && !field.quoted) ? null : field.text];
      }),
    ),
  );
}
