/**
 * What fetching costs a run: many small objects and one large object, over a line with 30 ms from request to answer and
 * 40 MB/s for each connection; and many small files of a local folder.
 *
 * `npm run bench:fetching -- --objects 200 --files 1000`. Units: seconds of whole runs; their CPU is of the run alone.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import { defineDataSet, runDataSet } from '@vaultwright/dataset-runner';
import { adapter } from '@vaultwright/duckdb-adapter';
import { folderSource, s3Source } from '@vaultwright/s3-source';
import { startS3TestServer } from '@vaultwright/s3-source/testing';
import { slowLink } from './slow-link.ts';

const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench-secret' };
const bucket = 'bench';
const largeBytes = 256 * 2 ** 20;
const line = { roundTripMs: 30, bytesPerSecond: 40e6 };

/** A thread of its own, so that the server takes nothing from the thread that is measured. */
async function serve(objects: number): Promise<void> {
  const server = await startS3TestServer({ ...credentials, buckets: [bucket] });
  for (let place = 0; place < objects; place += 1) server.putObject(bucket, ...smallFile('small/', place));
  server.putObject(bucket, 'large/one.csv', Buffer.alloc(largeBytes, 'x'), { etag: 'large' });
  parentPort?.postMessage(await slowLink(Number(new URL(server.endpoint).port), line));
}

function smallFile(prefix: string, place: number): [name: string, text: string] {
  const lines = ['id,town'];
  for (let id = 0; id < 200; id += 1) lines.push(`${id},town ${Math.floor((place + id) / 50)}`);
  const day = new Date(Date.UTC(2015, 0, 1 + place)).toISOString().slice(0, 10);
  return [`${prefix}users_${day}.csv`, `${lines.join('\n')}\n`];
}

const users = defineSource('users', { columns: { id: int(), town: text(50) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const satellite = defineSatellite('s_users', { of: hub, from: users, payload: ['town'] });
const dataSet = defineDataSet({
  name: 'users',
  sources: [{ name: 'users', files: 'users_{day:yyyy-MM-dd}.csv' }],
  models: { main: defineVault('users', { entities: [hub, satellite] }) },
  defaultModel: 'main',
  recordSource: 'bench',
});

/** Seconds of a run into a warehouse that is new. */
async function run(folder: string, source: SourceReader): Promise<{ wall: number; cpu: number }> {
  const path = join(folder, 'bench.duckdb');
  const [since, used] = [performance.now(), process.cpuUsage()];
  const warehouse = await adapter.open({ path }, 'write');
  try {
    const { error } = await runDataSet({ dataSet, warehouse, source, peekRows: 0 });
    if (error !== null) throw new Error(JSON.stringify(error));
  } finally {
    await warehouse.close();
  }
  const { user, system } = process.cpuUsage(used);
  const wall = (performance.now() - since) / 1000;
  await rm(path);
  return { wall, cpu: (user + system) / 1e6 };
}

/** MB/s of one object by one request, and by ranged parts. */
async function largeObject(folder: string, port: number): Promise<{ stream: number; parts: number }> {
  const speed = async (rangedFromBytes?: number): Promise<number> => {
    const transfer = rangedFromBytes === undefined ? {} : { rangedFromBytes };
    const source = s3At(port, 'large/', { transfer });
    const [object] = await source.list();
    if (object === undefined) throw new Error('nothing is listed');
    const since = performance.now();
    const { path } = await source.fetch(object, { folder });
    const seconds = (performance.now() - since) / 1000;
    await rm(path);
    return largeBytes / 1e6 / seconds;
  };
  return { stream: await speed(2 * largeBytes), parts: await speed() };
}

function s3At(
  port: number,
  prefix: string,
  more: Partial<Parameters<typeof s3Source>[0]> = {},
): SourceReader {
  const endpoint = `http://127.0.0.1:${port}`;
  return s3Source({ bucket, prefix, endpoint, server: 'compatible', credentials, ...more });
}

async function measure(objects: number, files: number, rounds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-bench-'));
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  try {
    const port = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await mkdir(join(folder, 'files'));
    for (let place = 0; place < files; place += 1) {
      const [name, content] = smallFile('', place);
      await writeFile(join(folder, 'files', name), content);
    }
    const seconds = ({ wall, cpu }: { wall: number; cpu: number }): string =>
      `${wall.toFixed(1)} s, CPU ${cpu.toFixed(1)} s`;
    for (let round = 0; round < rounds; round += 1) {
      if (objects > 0)
        console.log(
          `${objects} small objects over the line: ${seconds(await run(folder, s3At(port, 'small/')))}`,
        );
      if (files > 0)
        console.log(
          `${files} small local files: ${seconds(await run(folder, folderSource(join(folder, 'files'))))}`,
        );
      const { stream, parts } = await largeObject(folder, port);
      console.log(
        `an object of ${largeBytes / 2 ** 20} MiB over the line: ${stream.toFixed(0)} MB/s by one request, ${parts.toFixed(0)} MB/s in parts`,
      );
    }
  } finally {
    await worker.terminate();
    await rm(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    objects: { type: 'string', default: '200' },
    files: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
  },
});
if (isMainThread) await measure(Number(values.objects), Number(values.files), Number(values.rounds));
else await serve(Number(values.objects));
