import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { Commands } from '../cli/commands.ts';
import { nearestName } from '../config/nearest-name.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { ledgerSchema } from '../ledger/ledger-tables.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { importPackage } from './import-package.ts';
import { allDataSets, findAdapter, findDataSet, openConfig } from './open-project.ts';
import { reportArguments } from './report-arguments.ts';

/** What a package of reports exports as `reports`. */
interface ReportModule {
  readonly name: string;
  run(context: {
    readonly knex: unknown;
    readonly schemas: { readonly vault: string; readonly staging: string; readonly ops: string };
    readonly model: string;
    readonly vault: string;
    readonly options: readonly string[];
  }): Promise<unknown>;
  render(result: unknown, format: string, options: readonly string[]): string;
}

const extensions: Readonly<Record<string, string>> = {
  terminal: 'txt',
  csv: 'csv',
  json: 'json',
  md: 'md',
  html: 'html',
};

export const reportCommand: Pick<Commands, 'report'> = {
  async report(request, context) {
    const loaded = await openConfig(context, request);
    const { formats, out, model, dataSet: dataSetName, rest } = reportArguments(request.options);
    const report = await findReport(loaded, request.name);
    const dataSet =
      dataSetName === null ? (await allDataSets(loaded))[0] : await findDataSet(loaded, dataSetName);
    const vault = vaultOf(dataSet ?? (await findDataSet(loaded, '(none)')), model ?? undefined);
    const { target, adapter } = await findAdapter(loaded);
    const knex = (await adapter.openKnex(target.settings)) as { destroy(): Promise<void> };
    try {
      const result = await report.run({
        knex,
        schemas: { vault: vault.naming.vaultSchema, staging: vault.naming.stagingSchema, ops: ledgerSchema },
        model: vault.name,
        vault: vault.name,
        options: rest,
      });
      if (out === null) return { text: report.render(result, formats[0] ?? 'terminal', rest), notes: [] };
      const isFolder = formats.length !== 1 || extname(out) === '';
      const written: string[] = [];
      for (const format of formats) {
        const path = resolve(
          context.workingFolder,
          isFolder ? join(out, `${report.name}.${extensions[format] ?? format}`) : out,
        );
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, report.render(result, format, rest));
        written.push(relative(context.workingFolder, path));
      }
      return {
        text: report.render(result, 'terminal', rest),
        notes: written.map((path) => `written: ${path}`),
      };
    } finally {
      await knex.destroy();
    }
  },
};

async function findReport({ config, folder, file }: LoadedConfig, name: string): Promise<ReportModule> {
  const modules = await Promise.all(config.reports.map((report) => importPackage(report, folder, 'reports')));
  const known = modules.flatMap(({ reports = [] }) => reports as readonly ReportModule[]);
  const found = known.find((report) => report.name === name);
  if (found !== undefined) return found;
  const names = known.map((report) => report.name);
  const near = nearestName(name, names);
  throw new VaultwrightError({
    code: 'E-USAGE-REPORT',
    family: 'usage',
    title: `there is no report ${name}`,
    where: file ?? 'default configuration',
    found: name,
    allowed: names.join(', ') || 'none: reports names no package',
    fix: near ? `did you mean ${near}?` : 'add the package of the report to reports in the configuration',
  });
}
