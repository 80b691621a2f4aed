/**
 * Prints how fast files are scanned and parsed. Units: MB/s, best of several rounds, one core.
 *
 * Example: `npx esbuild libs/csv-intake/bench/parse.ts --bundle --platform=node --format=esm --conditions=@vaultwright/source | node --input-type=module`
 */
import { Buffer } from 'node:buffer';
import { defineSource, int, text, timestamp } from '@vaultwright/datavault-core';
import { createCsvScanner, parseCsv } from '../src/index.ts';

const rounds = 9;
const chunkBytes = 64 * 1024;
const source = defineSource('group_log', {
  columns: {
    group_id: int(),
    user_id: int(),
    user_id_from: int().nullable(),
    event: text(10).oneOf('create', 'add', 'leave'),
    datetime: timestamp(),
  },
});
const messages = defineSource('dialogs', {
  columns: {
    message_id: int(),
    message_ts: timestamp(),
    message: text(1000),
    message_group: int().nullable(),
  },
});

const two = (value: number): string => String(value).padStart(2, '0');
const moment = (row: number): string =>
  `2021-${two((row % 12) + 1)}-${two((row % 28) + 1)} ${two(row % 24)}:${two(row % 60)}:${two((row * 7) % 60)}`;
const logFields = (row: number): string[] => [
  String(10_000 + ((row * 7919) % 2000)),
  String(1_000_000 + ((row * 104_729) % 900_000)),
  row % 5 === 0 ? '' : String(1_000_000 + ((row * 31) % 900_000)),
  ['add', 'create', 'leave'][row % 3] ?? '',
  moment(row),
];
const file = (header: string[], rows: number, line: (row: number) => string): Buffer =>
  Buffer.from([header.join(','), ...Array.from({ length: rows }, (_, row) => line(row))].join('\n') + '\n');

const files = [
  {
    name: 'five columns, unquoted',
    source,
    bytes: file(Object.keys(source.columns), 1_000_000, (row) => logFields(row).join(',')),
  },
  {
    name: 'five columns, every value quoted',
    source,
    bytes: file(Object.keys(source.columns), 1_000_000, (row) =>
      logFields(row)
        .map((value) => (value === '' ? '' : `"${value}"`))
        .join(','),
    ),
  },
  {
    name: 'Cyrillic messages, some quoted',
    source: messages,
    bytes: file(Object.keys(messages.columns), 400_000, (row) =>
      [
        row + 1,
        `${moment(row)}.123456`,
        row % 12 === 0 ? '"Привет, как дела сегодня?"' : 'Привет как дела сегодня',
        row % 3 === 0 ? '' : row % 250,
      ].join(','),
    ),
  },
];

for (const { name, source: one, bytes } of files) {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  );
  const scan = () => {
    const scanner = createCsvScanner(one.contract);
    for (const chunk of chunks) scanner.write(chunk);
    return scanner.finish();
  };
  const { header, irregularities } = scan();
  if (irregularities.length > 0) throw new Error(`the ${name} file is not regular`);
  let scanMs = Infinity;
  let parseMs = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    let from = performance.now();
    scan();
    scanMs = Math.min(scanMs, performance.now() - from);
    from = performance.now();
    for await (const batch of parseCsv(one.contract, header, chunks))
      if (batch.rejects.length > 0) throw new Error('rejects');
    parseMs = Math.min(parseMs, performance.now() - from);
  }
  const speed = (ms: number): string => `${(bytes.length / 1000 / ms).toFixed(0)} MB/s`.padStart(9);
  process.stdout.write(
    `${name.padEnd(34)} ${(bytes.length / 1e6).toFixed(0).padStart(4)} MB  scan ${speed(scanMs)}  parse ${speed(parseMs)}\n`,
  );
}
