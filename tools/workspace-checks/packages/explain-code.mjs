import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckFailure, output } from './checks.mjs';

const code = 'E-LOCK-HELD';

/** The command of the installed package has the pages of error codes with it, from either format. */
export function explainCode(folder, name) {
  const bin = join(folder, 'node_modules', name, 'bin', 'vaultwright.js');
  const required = join(folder, 'explain-code.cjs');
  writeFileSync(required, `require(${JSON.stringify(`${name}/cli`)}).main();\n`);
  for (const program of [bin, required]) {
    const page = output(process.execPath, [program, 'explain', code.toLowerCase()], folder);
    if (!page.startsWith(`${code}\n\n`) || !page.includes('What to do'))
      throw new CheckFailure(`${program} explain ${code} printed ${page.slice(0, 200)}`);
  }
  return `${code} from both formats`;
}
