/**
 * Prints how fast files are scanned and parsed, beside what cannot be undercut: reading with sha256, and a loop over all bytes
 * that finds delimiters and newlines. Units: MB per second of CPU, garbage collection included; medians, all in turn.
 *
 * Example: `npx esbuild libs/csv-intake/bench/parse.ts --bundle --platform=node --format=esm --conditions=@vaultwright/source | node --input-type=module`
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

const folder = await mkdtemp(join(tmpdir(), 'vaultwright-bench-'));
const path = join(folder, 'file.csv');
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
  await writeFile(path, bytes);
  const works: Record<string, () => unknown> = {
    'read + sha256': async () => {
      const digest = createHash('sha256');
      for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
      return digest.digest();
    },
    'byte loop': () => chunks.reduce((found, chunk) => found + boundaries(chunk), 0),
    scan,
    parse: async () => {
      for await (const batch of parseCsv(one.contract, header, chunks))
        if (batch.rejects.length > 0) throw new Error('rejects');
    },
  };
  const used: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [work, perform] of Object.entries(works)) {
      const since = process.cpuUsage();
      await perform();
      const { user, system } = process.cpuUsage(since);
      (used[work] ??= []).push((user + system) / 1e6);
    }
  }
  const speeds = Object.entries(used).map(([work, seconds]) => {
    const median = seconds.sort((left, right) => left - right)[rounds >> 1] ?? Number.NaN;
    return `${work} ${(bytes.length / 1e6 / median).toFixed(0).padStart(4)}`;
  });
  process.stdout.write(
    `${name.padEnd(32)} ${(bytes.length / 1e6).toFixed(0)} MB  ${speeds.join('  ')} MB/s\n`,
  );
}
await rm(folder, { recursive: true });

/** Delimiters and newlines of a chunk. */
function boundaries(chunk: Buffer): number {
  let found = 0;
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at];
    if (byte === 0x2c || byte === 0x0a) found += 1;
  }
  return found;
}
