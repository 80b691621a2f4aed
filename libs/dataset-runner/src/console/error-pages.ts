import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The page of each error code, in Markdown, by code and without its heading.
 *
 * Shape: files of the folder `errors` of this package, one section `## <code>` for each code. Invariant: empty when they
 * cannot be read, as in a bundle of an application; nothing fails for want of a page.
 */
export function errorPages(): ReadonlyMap<string, string> {
  try {
    const folder = join(packageFolder(dirname(fileURLToPath(import.meta.url))), 'errors');
    const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
    return new Map(files.sort().flatMap((name) => sectionsOf(readFileSync(join(folder, name), 'utf8'))));
  } catch {
    return new Map();
  }
}

/** The folder above a module that has a manifest: the same for sources, for `dist` and for an installed package. */
function packageFolder(folder: string): string {
  const above = dirname(folder);
  return above === folder || existsSync(join(folder, 'package.json')) ? folder : packageFolder(above);
}

function sectionsOf(file: string): (readonly [code: string, text: string])[] {
  const [, ...sections] = file.replaceAll('\r\n', '\n').split(/^## /m);
  return sections.map((section) => {
    const [code = '', ...lines] = section.split('\n');
    return [code.trim(), lines.join('\n').trim()];
  });
}
