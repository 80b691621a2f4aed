import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor } from '../redaction.ts';
import type { CsvRejectLine, RunEvent } from '../run-event.ts';
import { aRunResult } from '../fixtures/a-run-result.ts';
import { createArtifactReporter } from './artifact-reporter.ts';
import { openRunFolder, type RunFolder, type RunFolderOptions } from './run-folder.ts';

const canary = 'canary-secret';
let root = '';
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'vaultwright-runs-')), '.vaultwright');
});
afterEach(() => rmSync(join(root, '..'), { recursive: true, force: true }));

const options: RunFolderOptions = {
  redactor: createRedactor([canary]),
  clock: { now: () => 1_700_000_000_123_456n },
};

const open = (runId = '01RUN', keep?: number): RunFolder =>
  openRunFolder(root, runId, { ...options, ...(keep === undefined ? {} : { keep }) });

/** Reports events of run 01RUN and returns its folder. */
function leave(events: readonly RunEvent[]): RunFolder {
  const { report, folder } = createArtifactReporter(root, options);
  for (const event of events) report(event);
  const made = folder();
  if (made === null) throw new Error('no run was started');
  return made;
}

const aReject = (reject: Partial<CsvRejectLine> = {}): CsvRejectLine => ({
  object: 'in/users.csv',
  record: 2,
  line: 3,
  column: 'age',
  code: 'NOT_A_NUMBER',
  value: 'old',
  expected: 'decimal(4,1)',
  byteStart: 20,
  byteLength: 12,
  raw: '2,x,old',
  ...reject,
});

const startOf = (runId: string): RunEvent => ({
  kind: 'run-started',
  runId,
  version: '0.1.0',
  dataSet: 'd',
  model: 'm',
  target: 'demo',
  engine: 'duckdb',
  mode: 'incremental',
});

const everyEvent: readonly RunEvent[] = [
  startOf('01RUN'),
  {
    kind: 'object',
    key: 'users.csv',
    source: 'users',
    etag: 'e',
    bytes: 10,
    sha256: null,
    status: 'known',
    delivery: 'users.csv',
    date: null,
  },
  { kind: 'peek', key: 'users.csv', source: 'users', records: [{ id: '1', note: `a ${canary}` }] },
  { kind: 'plan', create: 2, changed: 0 },
  {
    kind: 'statement',
    step: 'hubs.h_users',
    sql: 'insert into x\nselect 1',
    parameters: { load_id: '01L', note: canary },
  },
  { kind: 'statement', step: 'hubs.h_users', sql: 'insert into x\nselect 1', parameters: { load_id: '02L' } },
  { kind: 'statement', step: '../../evil', sql: 'select 2', parameters: {} },
  { kind: 'step', step: 'hubs', subject: 'dds.h_users', counts: { new: 1 }, milliseconds: 3 },
  { kind: 'reject', key: 'in/users.csv', source: 'users', rejects: [aReject(), aReject({ column: 'id' })] },
  { kind: 'check', name: 'orphans', status: 'passed', rows: 0 },
  { kind: 'warning', message: `careful with ${canary}` },
  { kind: 'run-finished', result: aRunResult({ warnings: [`careful with ${canary}`] }) },
];

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('the reporter', () => {
  it('leaves a log line per event, the result, the statements and the rejects', () => {
    const folder = leave(everyEvent);

    const log = readFileSync(join(folder.path, 'log.ndjson'), 'utf8').trimEnd().split('\n');
    const records = log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map((record) => record['kind'])).toEqual(everyEvent.map(({ kind }) => kind));
    expect(new Set(records.map((record) => record['time']))).toEqual(new Set(['2023-11-14T22:13:20.123Z']));
    expect(records[2]).toMatchObject({ records: [{ id: '1' }] });
    expect(records[8]).toMatchObject({ records: 1, problems: 2 });

    expect(JSON.parse(readFileSync(join(folder.path, 'run.json'), 'utf8'))).toMatchObject({
      schema: 'vaultwright.run/1',
      rows: { read: 100_000 },
    });
  });

  it('saves the exact text of each statement once, its values apart', () => {
    const folder = leave(everyEvent);
    const sql = join(folder.path, 'sql');
    expect(readdirSync(sql).toSorted()).toEqual([
      '01-hubs.h_users.parameters.json',
      '01-hubs.h_users.sql',
      '02-__.._evil.sql',
    ]);
    expect(readFileSync(join(sql, '01-hubs.h_users.sql'), 'utf8')).toBe('insert into x\nselect 1');
    expect(JSON.parse(readFileSync(join(sql, '01-hubs.h_users.parameters.json'), 'utf8'))).toEqual({
      load_id: '01L',
      note: '[redacted]',
    });
  });

  it('keeps a second text of the same step', () => {
    const statements = ['select 1', 'select 2', 'select 1'].map(
      (sql) => ({ kind: 'statement', step: 's', sql, parameters: {} }) as const,
    );
    const folder = leave([...everyEvent.slice(0, 1), ...statements]);
    expect(readdirSync(join(folder.path, 'sql'))).toEqual(['01-s.sql', '02-s.sql']);
  });

  it('starts a folder per run, and needs a run', () => {
    const { report, folder } = createArtifactReporter(root, options);
    expect(() => report({ kind: 'warning', message: 'x' })).toThrow('before run-started');
    for (const runId of ['01A', '01B']) report(startOf(runId));
    expect(folder()?.path).toBe(join(root, 'runs', '01B'));
    expect(readdirSync(join(root, 'runs')).toSorted()).toEqual(['01A', '01B']);
  });

  it('leaves nothing that others may read, and no secret anywhere', () => {
    const folder = leave(everyEvent);

    const files = everyFile(root);
    expect(files.length).toBeGreaterThanOrEqual(7);
    for (const file of files) {
      expect([file, mode(file)]).toEqual([file, 0o600]);
      expect(readFileSync(file, 'utf8')).not.toContain(canary);
    }
    for (const made of [root, folder.path, join(folder.path, 'sql')]) {
      expect(mode(made)).toBe(0o700);
    }
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('rejects.csv', () => {
  it('has one line per problem in the documented columns, guarded and cut', () => {
    const folder = open();
    expect(existsSync(folder.rejectsPath)).toBe(false);
    folder.appendRejects([aReject({ value: '=1+1', raw: `"a""b",${'x'.repeat(300)}\n` })]);
    folder.appendRejects([aReject({ column: null, value: null, record: 4, expected: canary })]);
    const rows = parse(readFileSync(folder.rejectsPath)) as string[][];
    expect(rows[0]?.join()).toBe('object,record,line,column,code,value,expected,byte_start,byte_length,raw');
    expect(rows).toHaveLength(3);
    expect(rows[1]?.slice(0, 9)).toEqual([
      'in/users.csv',
      '2',
      '3',
      'age',
      'NOT_A_NUMBER',
      "'=1+1",
      'decimal(4,1)',
      '20',
      '12',
    ]);
    expect(rows[1]?.[9]).toHaveLength(200);
    expect(rows[2]?.slice(3, 7)).toEqual(['', 'NOT_A_NUMBER', '', '[redacted]']);
  });

  it('looks at what it shows of a long record, and shows no half secret', () => {
    let looked = 0;
    const redactor = {
      ...options.redactor,
      text: () => expect.unreachable('a cell needs its start only'),
      start: (text: string, length: number) => {
        looked += length;
        return options.redactor.start(text, length);
      },
    };
    const folder = openRunFolder(root, '01RUN', { ...options, redactor });
    const raw = `${'x'.repeat(195)}${canary}${'y'.repeat(1_000_000)}`;
    folder.appendRejects(Array.from({ length: 100 }, () => aReject({ raw })));
    expect(looked).toBe(100 * 4 * 400);
    expect(readFileSync(folder.rejectsPath, 'utf8')).toContain(`${'x'.repeat(195)}[reda\n`);
  });

  it('takes many rejects in blocks without losing one', () => {
    const folder = open();
    folder.appendRejects(
      Array.from({ length: 5000 }, (_, index) => aReject({ record: index, raw: 'r'.repeat(150) })),
    );
    const rows = parse(readFileSync(folder.rejectsPath)) as string[][];
    expect(rows.slice(1).map((row) => Number(row[1]))).toEqual(
      Array.from({ length: 5000 }, (_, index) => index),
    );
  });
});

describe('the runs', () => {
  it('the newest is what `last` points to', () => {
    open('01A');
    open('01B');
    expect(readlinkSync(join(root, 'last'))).toBe(join('runs', '01B'));
  });

  it('beyond the kept ones are removed, oldest first, and nothing else is', () => {
    mkdirSync(join(root, 'runs', '.hidden'), { recursive: true });
    writeFileSync(join(root, 'runs', '00FILE'), '');
    for (const runId of ['01A', '01C', '01B', '01D']) open(runId, 3);
    expect(readdirSync(join(root, 'runs')).toSorted()).toEqual(['.hidden', '00FILE', '01B', '01C', '01D']);
    open('00OLD', 2);
    expect(readdirSync(join(root, 'runs')).toSorted()).toEqual(['.hidden', '00FILE', '00OLD', '01D']);
  });

  it('fifty are kept', () => {
    for (let index = 0; index < 52; index++) open(`01R${String(index).padStart(2, '0')}`);
    const names = readdirSync(join(root, 'runs')).toSorted();
    expect([names.length, names[0]]).toEqual([50, '01R02']);
  });

  it('have names that stay inside the folder', () => {
    expect(() => open('../x')).toThrow(RangeError);
    expect(existsSync(root)).toBe(false);
  });
});
