import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from './fixtures/failure-of.ts';
import { loadDriver } from './load-driver.ts';

/** How the PostgreSQL client reads rows; its entry does not load under the conditions that tests run with. */
const Result = createRequire(import.meta.url)('pg/lib/result.js') as new () => {
  addFields(fields: readonly { name: string; dataTypeID: number; format: 'text' }[]): void;
  parseRow(texts: readonly string[]): Readonly<Record<string, unknown>>;
};

function readRow(): Readonly<Record<string, unknown>> {
  const sent = {
    flag: [16, 't'],
    bytes: [17, String.raw`\x41ff`],
    big: [20, '9007199254740993'],
    n: [23, '7'],
  } as const;
  const result = new Result();
  result.addFields(
    Object.entries(sent).map(([name, [dataTypeID]]) => ({ name, dataTypeID, format: 'text' })),
  );
  return result.parseRow(Object.values(sent).map(([, text]) => text));
}

afterEach(() => {
  vi.doUnmock('node:module');
  vi.resetModules();
});

describe('loading the driver', () => {
  it('a PostgreSQL client of the same process keeps its parsers', () => {
    const before = readRow();
    expect(loadDriver().version).toBe('1.1.4');
    expect(readRow()).toEqual(before);
    expect(before).toEqual({ flag: true, bytes: Buffer.from([0x41, 0xff]), big: '9007199254740993', n: 7 });
  });

  it('says how to install the driver when it is missing', async () => {
    vi.resetModules();
    vi.doMock('node:module', () => ({
      createRequire: () => ({
        resolve: () => {
          throw new Error("Cannot find module 'vertica-nodejs'\nRequire stack:\n- elsewhere");
        },
      }),
    }));
    const { loadDriver: loadAgain } = await import('./load-driver.ts');
    expect(await failureOf(() => loadAgain({}))).toMatchObject({
      code: 'E-CONFIG-DRIVER',
      found: "Cannot find module 'vertica-nodejs'",
      fix: 'npm install --save-exact vertica-nodejs@1.1.4',
    });
  });

  it.each(['V_TLS_CONFIG', 'V_BACKUP_SERVER_NODE'])('refuses to start under %s', async (name) => {
    expect(await failureOf(() => loadDriver({ [name]: 'somewhere' }))).toMatchObject({
      code: 'E-CONFIG-ENVIRONMENT',
      found: name,
    });
  });

  it('happens in one module only', () => {
    const folder = new URL('.', import.meta.url);
    const loading = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) =>
        /(?:from|import|require\w*)\s*\(?\s*['"](?:vertica-nodejs|v-pool|v-protocol)/.test(
          readFileSync(new URL(file, folder), 'utf8'),
        ),
      );
    expect(loading).toEqual(['load-driver.ts']);
  });
});
