/**
 * Checks the licence of every package that the workspace installs.
 *
 * Usage: node tools/workspace-checks/licences.mjs [--root <folder>]
 * Exit code: 0 = all allowed, 1 = findings.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runtimeLicences, toolExceptions, toolLicences } from './licences/allowed-licences.mjs';
import { isMet } from './licences/licence-expression.mjs';
import { listPackages } from './licences/list-packages.mjs';

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const packages = listPackages(values.root ?? fileURLToPath(new URL('../../', import.meta.url)));
const usedExceptions = new Set();

function exceptionFor({ name, licence, tool }) {
  const fits = ({ packages: pattern }) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);
  return tool ? toolExceptions.find((each) => each.licence === licence && fits(each)) : undefined;
}

const findings = [];
const counts = new Map();
for (const each of packages) {
  const { name, version, licence, tool, path } = each;
  counts.set(licence, (counts.get(licence) ?? 0) + 1);
  if (licence !== null && isMet(licence, tool ? [...runtimeLicences, ...toolLicences] : runtimeLicences))
    continue;
  const exception = exceptionFor(each);
  if (exception !== undefined) usedExceptions.add(exception);
  else
    findings.push(`${path} ${name}@${version} ${tool ? 'tool' : 'runtime'} licence ${licence ?? 'missing'}`);
}
for (const each of toolExceptions) {
  if (!usedExceptions.has(each)) findings.push(`exception ${each.packages} ${each.licence} fits nothing`);
}

for (const finding of findings) console.log(finding);
const summary = [...counts].sort((a, b) => b[1] - a[1]).map(([licence, count]) => `${licence} ${count}`);
console.log(`licences: ${packages.length} packages (${summary.join(', ')}), ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
