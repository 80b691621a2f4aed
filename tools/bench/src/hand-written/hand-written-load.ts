import { DuckDBInstance } from '@duckdb/node-api';
import { handWrittenForms, type HandWrittenName } from './forms.ts';
import type { HandWrittenLoad } from './statements.ts';

export interface HandWrittenJob extends HandWrittenLoad {
  readonly form: HandWrittenName;
  readonly database: string;
}

/** One load by hand-written SQL, in a database opened with the settings that an adapter's target has by default. */
export async function handWrittenLoad({ form, database, ...load }: HandWrittenJob): Promise<void> {
  const instance = await DuckDBInstance.create(database, {
    memory_limit: '2GB',
    temp_directory: `${database}.tmp`,
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  try {
    const connection = await instance.connect();
    await connection.run(`set global TimeZone = 'UTC'`);
    await connection.run('create schema if not exists staging; create schema if not exists dds');
    const { tables, load: statements } = handWrittenForms[form];
    for (const statement of [...tables, ...statements(load)]) await connection.run(statement);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}
