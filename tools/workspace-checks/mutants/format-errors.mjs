const intake = 'libs/csv-intake/src';
const stored = `${intake}/stored-object.test.ts`;
const encoding = `${intake}/encoding.test.ts`;
const written = `${intake}/written-form.test.ts`;
const lines = `${intake}/json-lines.test.ts`;
const parquet = `${intake}/parquet-value.test.ts`;

/** name, file, text that is there, what replaces it, test file, name of the test. */
export const formatErrors = [
  [
    'gzip: a copy that was given up taken for the whole content',
    `${intake}/stored-object.ts`,
    '(await copy.replace()) ? scan : packed(scan)',
    '(await copy.replace(), scan)',
    `${intake}/unpacked-object.test.ts`,
    'stays packed where its content cannot be written',
  ],
  [
    'gzip: no end to what is unpacked',
    `${intake}/unpacked-copy.ts`,
    'if (this.#bytes > this.most)',
    'if (this.#bytes < 0)',
    `${intake}/unpacked-object.test.ts`,
    'with room for',
  ],
  [
    'gzip: bytes behind the last member ignored',
    `${intake}/gzip-content.ts`,
    'if (surplus > 0)',
    'if (surplus > 1_000)',
    stored,
    'is refused when it is',
  ],
  [
    'gzip: no limit of inflated bytes',
    `${intake}/gzip-content.ts`,
    'if (inflated > allowed)',
    'if (inflated < 0)',
    stored,
    'is measured by gzip.maxInflatedBytes where the contract says it',
  ],
  [
    'a gzip file left to the engine',
    `${intake}/stored-object.ts`,
    'packed(await scanFile(contract, options, path, { signal }))',
    'scanFile(contract, options, path, { signal })',
    stored,
    'is never a file that an engine reads',
  ],
  [
    'half a character at the end of a file dropped',
    `${intake}/content-decoder.ts`,
    'return this.#rest.length === 0 ? nothing : noCharacter;',
    'return nothing;',
    encoding,
    'are half a character at the end of a file',
  ],
  [
    'an encoded file left to the engine',
    `${intake}/csv-scan.ts`,
    "if (encoding !== 'utf-8') this.#note('OTHER_ENCODING', 1);",
    '',
    encoding,
    'becomes what the same text in UTF-8 does, wherever it is cut',
  ],
  [
    'values in a declared form left to the engine',
    `${intake}/csv-scan.ts`,
    "if (isWrittenOtherwise(this.contract)) this.#note('OTHER_VALUES', 1);",
    '',
    written,
    'keep an engine from reading the file',
  ],
  [
    'a decimal point beside decimal commas',
    `${intake}/written-form.ts`,
    "text.includes('.') ? null : ",
    '',
    written,
    'refuse all others',
  ],
  [
    'nanoseconds cut without a word',
    `${intake}/written-form.ts`,
    "subMicroseconds === 'truncate' ? (text)",
    "subMicroseconds !== 'refuse' ? (text)",
    written,
    'allow nothing of another setting',
  ],
  [
    'JSON: the last of two members of a name wins',
    `${intake}/json-row-reader.ts`,
    'if (byColumn.has(column))',
    'if (false && byColumn.has(column))',
    lines,
    'is rejected as',
  ],
  [
    'JSON: numbers become text',
    `${intake}/json-row-reader.ts`,
    'if (jsonNumbers.includes(kind)) return',
    "if (jsonNumbers.includes(kind) || kind === 'text') return",
    lines,
    'hold values of the column’s type',
  ],
  [
    'Parquet: decimals through binary numbers',
    `${intake}/parquet-value.ts`,
    'decimalText(unscaled(value), element.scale ?? 0)',
    'String(Number(unscaled(value)) / 10 ** (element.scale ?? 0))',
    parquet,
    'of decimals keep every digit, in integers and in bytes',
  ],
];
