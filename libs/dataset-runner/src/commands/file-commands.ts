import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { planLoad, renderPlan, VaultwrightError } from '@vaultwright/datavault-core';
import { type Statement, compileStatement, countScans } from '@vaultwright/datavault-core/sql';
import type { Commands, FetchSummary } from '../cli/commands.ts';
import { ledgerTables } from '../ledger/ledger-tables.ts';
import { fetchObject } from '../run/fetch-objects.ts';
import { entriesOf, listDeliveries } from '../run/list-deliveries.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { findDialect } from './find-dialect.ts';
import { findDataSet, openConfig, openSource } from './open-project.ts';

export const fileCommands: Pick<Commands, 'fetch' | 'render'> = {
  async fetch(request, context): Promise<FetchSummary> {
    const { config, target, source, only, out = 'data' } = request;
    const loaded = await openConfig(context, {
      ...(config === undefined ? {} : { config }),
      ...(target === undefined ? {} : { target }),
      ...(source === undefined ? {} : { source }),
    });
    const dataSet = await findDataSet(loaded, request.dataSet);
    const vault = vaultOf(dataSet, request.model);
    const { reader, keys } = openSource(loaded);
    const { signal, report, clock } = context;
    const { deliveries } = await listDeliveries({ dataSet, vault }, reader, {
      ...(only.length > 0 ? { only } : {}),
      ...(keys ? { keys } : {}),
      signal,
    });
    const folder = resolve(context.workingFolder, out);
    const temporary = await mkdtemp(join(tmpdir(), 'vaultwright-'));
    try {
      const objects: FetchSummary['objects'][number][] = [];
      for (const entry of deliveries.flatMap((delivery) => entriesOf(delivery))) {
        const { object } = await fetchObject({ report, signal, clock }, reader, entry, temporary, 'stored');
        const path = pathInside(folder, object.key);
        await mkdir(dirname(path), { recursive: true });
        await copyFile(object.path, path);
        await rm(object.path, { force: true });
        objects.push({
          key: object.key,
          source: entry.source.name,
          etag: object.etag,
          bytes: object.size,
          sha256: object.sha256,
          path,
        });
      }
      return { schema: 'vaultwright.fetch/1', dataSet: dataSet.name, objects };
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  },

  async render(request, context) {
    const loaded = await openConfig(context, request);
    const dataSet = await findDataSet(loaded, request.dataSet);
    const dialect = await findDialect(loaded, request.dialect);
    const plan = planLoad(vaultOf(dataSet, request.model), { dialect });
    const files = renderPlan(plan);
    const ledger: Statement[] = [
      { node: 'createSchema', name: 'ops' },
      ...ledgerTables.map((table) => ({ node: 'createTable', table }) as const),
    ];
    const ledgerText = ledger
      .map((statement) => `${commentOf(statement)}${compileStatement(statement, dialect).sql};`)
      .join('\n\n');
    const written = [
      {
        path: '00-ledger.sql',
        text: `-- The ledger that every vault of the warehouse shares.\n\n${ledgerText}\n`,
      },
      ...files,
    ];
    const folder = resolve(context.workingFolder, request.out);
    await mkdir(folder, { recursive: true });
    for (const { path, text } of written) await writeFile(join(folder, path), text);
    return {
      schema: 'vaultwright.render/1',
      files: written.map(({ path }) => relative(context.workingFolder, join(folder, path))),
      scans: plan.steps
        .filter(({ kind }) => kind !== 'define')
        .map(({ id, statement }) => ({ step: id, tables: Object.fromEntries(countScans(statement)) })),
    };
  },
};

function commentOf(statement: Statement): string {
  return statement.node === 'createTable' ? `-- ${statement.table.comment}\n` : '';
}

/** The local path of a key. Errors: `E-SOURCE-KEY` for a key that leads out of the folder. */
function pathInside(folder: string, key: string): string {
  const path = resolve(folder, key);
  if (path.startsWith(`${folder}${sep}`) && !key.includes('\u0000')) return path;
  throw new VaultwrightError({
    code: 'E-SOURCE-KEY',
    family: 'source',
    title: 'a key cannot be the name of a local file',
    where: folder,
    found: JSON.stringify(key),
    allowed: 'a key that stays inside the folder',
    fix: 'load it without the fetch step: vaultwright run never uses keys as file names',
  });
}
