import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

/** What the figures were measured on. */
export interface MachineFacts {
  readonly cores: number;
  readonly cpu: string;
  /** Units: bytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  readonly engine: string;
  /** Of the last minute, before the first run. */
  readonly load: number;
}

export async function machineFacts(): Promise<MachineFacts> {
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memory: totalmem(),
    system: `${platform()} ${release()}`,
    node: process.version,
    engine: `DuckDB ${await engineVersion()}`,
    load: loadavg()[0] ?? 0,
  };
}

async function engineVersion(): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    const result = await connection.runAndReadAll('select version()');
    return String(result.getRows()[0]?.[0]);
  } finally {
    instance.closeSync();
  }
}
