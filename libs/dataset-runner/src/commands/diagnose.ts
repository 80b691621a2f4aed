import { VaultwrightError } from '@vaultwright/datavault-core';
import type { DoctorSummary } from '../cli/commands.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { nameOf } from '../deliveries/delivery.ts';
import { additionLine, inspectWarehouse } from '../run/preflight.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { allDataSets, findAdapter, openSource } from './open-project.ts';

type Finding = DoctorSummary['findings'][number];

const oldestNode = [20, 19] as const;

/** Looks at everything a run needs and reports every finding, not the first; changes nothing. */
export async function diagnose(loaded: LoadedConfig, signal: AbortSignal): Promise<Finding[]> {
  return [
    nodeVersion(process.versions.node),
    ok('config', `${loaded.file ?? 'no file, defaults only'}; target ${loaded.targetName}`),
    await tried('data sets', async () => {
      const found = await allDataSets(loaded);
      return found.length === 0
        ? warned('data sets', 'none configured', 'name a package in dataSets')
        : ok('data sets', found.map(({ name }) => name).join(', '));
    }),
    await tried('source', async () => {
      const { reader } = openSource(loaded);
      const listed = await reader.list({ signal });
      const dataSets = await allDataSets(loaded);
      const rules = dataSets.flatMap((dataSet) => dataSet.rules);
      const fitting = listed.filter(({ key }) =>
        rules.some((rule) => rule.claim(nameOf(key, reader.root)) !== null),
      );
      return ok(
        'source',
        `${reader.location} readable, ${listed.length} files, ${fitting.length} of a data set`,
      );
    }),
    ...(await warehouseFindings(loaded)),
  ];
}

async function warehouseFindings(loaded: LoadedConfig): Promise<Finding[]> {
  const findings: Finding[] = [];
  const finding = await tried('warehouse', async () => {
    const { target, adapter } = await findAdapter(loaded);
    if (adapter.notice !== undefined)
      findings.push({ name: 'adapter', status: 'warned', message: adapter.notice, fix: null });
    const warehouse = await adapter.open(target.settings, 'read');
    try {
      const session = await warehouse.connect();
      try {
        for (const dataSet of await allDataSets(loaded)) {
          for (const model of Object.keys(dataSet.models)) {
            const name = `schema ${dataSet.name}/${model}`;
            const { missing, additions, drift } = await inspectWarehouse(
              session,
              adapter.dialect,
              vaultOf(dataSet, model),
            );
            findings.push(
              drift.length > 0
                ? {
                    name,
                    status: 'failed',
                    message: drift.join('; '),
                    fix: 'vaultwright plan shows the differences',
                  }
                : ok(
                    name,
                    missing.length > 0
                      ? `${missing.length} tables to create on the first run`
                      : ['as the metadata says', ...additions.map(additionLine)].join('; '),
                  ),
            );
          }
        }
        return ok('warehouse', `${warehouse.location} (${adapter.dialect.name}) opens`);
      } finally {
        await session.close();
      }
    } finally {
      await warehouse.close();
    }
  });
  return [finding, ...findings];
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  const message = `${version} (need >= ${oldestNode.join('.')})`;
  return isEnough
    ? ok('node', message)
    : { name: 'node', status: 'failed', message, fix: 'install a newer Node' };
}

async function tried(name: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof VaultwrightError))
      return { name, status: 'failed', message: String(error), fix: null };
    if (error.code === 'E-WH-MISSING') return ok(name, `${error.found}; the first run creates it`);
    return {
      name,
      status: 'failed',
      message: `${error.code} ${error.title}: ${error.found}`,
      fix: error.fix,
    };
  }
}

function ok(name: string, message: string): Finding {
  return { name, status: 'ok', message, fix: null };
}

function warned(name: string, message: string, fix: string): Finding {
  return { name, status: 'warned', message, fix };
}
