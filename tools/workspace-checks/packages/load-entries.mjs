import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckFailure, output } from './checks.mjs';

/** Every entry of the packed libraries as a user writes it: `@scope/name` or `@scope/name/entry`. */
export function listEntries(libraries) {
  return libraries.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports).map((entry) => ({
      specifier: entry === '.' ? name : `${name}${entry.slice(1)}`,
      types: join('node_modules', name, manifest.exports[entry].import.types),
      ownPeers: Object.keys(manifest.peerDependencies ?? {}).filter(
        (peer) => entry === './testing' || entry === `./${peer}`,
      ),
    })),
  );
}

/**
 * Loads one entry in a process of its own, with no driver installed.
 *
 * Only `./testing` (its test runner) and an entry named after a peer (`./knex`) may ask for a peer at once;
 * any other entry loads without.
 *
 * @param {'import' | 'require'} way
 */
export function loadEntry(folder, { specifier, types, ownPeers }, way) {
  const file = join(folder, way === 'import' ? 'load-entry.mjs' : 'load-entry.cjs');
  const name = JSON.stringify(specifier);
  const program =
    way === 'import' ? `const loaded = await import(${name});\n` : `const loaded = require(${name});\n`;
  writeFileSync(file, `${program}process.stdout.write(String(Object.keys(loaded).length));\n`);
  try {
    const count = Number(output(process.execPath, [file], folder));
    if (count === 0 && /^export \{/m.test(readFileSync(join(folder, types), 'utf8'))) return 'types only';
    if (count === 0) throw new CheckFailure('the entry exports nothing');
    return `${count} exports`;
  } catch (error) {
    const peer = ownPeers.find((each) => new RegExp(`'${each}['/]`).test(error.message));
    const missing = /ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND/.test(error.message);
    if (missing && peer !== undefined) return `asks for its optional peer ${peer}`;
    throw error;
  }
}

/** An error that one entry of the core throws is an instance of the class that another one exports. */
export function oneErrorClass(folder) {
  const file = join(folder, 'one-error-class.cjs');
  writeFileSync(
    file,
    `const { VaultwrightError } = require('@vaultwright/datavault-core');
const { compileStatement, intLiteral, standardForms } = require('@vaultwright/datavault-core/sql');
const query = { node: 'select', columns: [{ name: 'too_long', value: intLiteral(1) }] };
const dialect = { ...standardForms, identifierBytes: 1, quoteIdentifier: String, literal: String };
try {
  compileStatement({ node: 'query', query }, dialect);
} catch (error) {
  process.stdout.write(String(error instanceof VaultwrightError));
}
`,
  );
  if (output(process.execPath, [file], folder) !== 'true') throw new CheckFailure('there are two classes');
}
