import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output, CheckFailure } from './checks.mjs';
import { toolPath } from './judge-tarball.mjs';

const use = `import { defineHub, defineSource, int, text } from '@vaultwright/datavault-core';

const users = defineSource('users', { columns: { id: int(), chat_name: text(200) } });
export const hUsers = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
`;
const mistake = use.replace("'id' }", "'no_such_column' }");

/**
 * Compiles a consumer against the declarations of the installed packages, library declarations included,
 * so that a driver's types leaking out of a declaration are an error.
 *
 * @param {'mts' | 'cts'} extension what the consumer is: an ES module or CommonJS
 */
export function typeCheckConsumer(root, folder, entries, extension) {
  const imports = entries.map(({ specifier }, index) => `import * as entry${index} from '${specifier}';`);
  const names = entries.map((_, index) => `keyof typeof entry${index}`);
  const whole = `${imports.join('\n')}\n${use}export type Exported = ${names.join(' | ')};\n`;
  compile(root, folder, `consumer.${extension}`, whole);
  try {
    compile(root, folder, `mistake.${extension}`, mistake);
  } catch (error) {
    if (error.message.includes('no_such_column'))
      return `${entries.length} entries, and a wrong column is refused`;
    throw error;
  }
  throw new CheckFailure('a column that does not exist compiled: the installed types check nothing');
}

function compile(root, folder, file, text) {
  writeFileSync(join(folder, file), text);
  const options = {
    module: 'nodenext',
    moduleResolution: 'nodenext',
    target: 'es2022',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const project = join(folder, `tsconfig.${file}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions: options, files: [file] }));
  output(process.execPath, [toolPath(root, 'typescript', 'tsc'), '-p', project, '--pretty', 'false'], folder);
}
