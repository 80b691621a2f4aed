import type { LoadedConfig } from '../config/load-config.ts';
import { nameOf } from '../deliveries/delivery.ts';
import { warehouseFindings } from './diagnose-warehouse.ts';
import { ok, tried, warned, type Finding } from './finding.ts';
import { allDataSets, openSource } from './open-project.ts';

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
    await sourceFinding(loaded, signal),
    ...(await warehouseFindings(loaded, signal)),
  ];
}

function sourceFinding(loaded: LoadedConfig, signal: AbortSignal): Promise<Finding> {
  return tried('source', async () => {
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
  });
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
  const message = `${version} (need >= ${oldestNode.join('.')})`;
  return isEnough
    ? ok('node', message)
    : { name: 'node', status: 'failed', message, fix: 'install a newer Node' };
}
