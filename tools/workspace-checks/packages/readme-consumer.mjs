import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckFailure, output } from './checks.mjs';

const markLine = '// consumer.mjs';
const lineLimit = 20;

/**
 * The program of the README that shows the libraries in use: the fenced block that opens with
 * `// consumer.mjs`.
 */
export function readConsumer(root) {
  const path = join(root, 'README.md');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const blocks = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].map(([, body]) => body ?? '');
  const found = blocks.filter((body) => body.trimStart().startsWith(markLine));
  if (found.length !== 1) {
    throw new CheckFailure(
      `README.md has ${found.length} fenced blocks that open with "${markLine}", not one`,
    );
  }
  const lines = found[0].trim().split('\n').length;
  if (lines > lineLimit) throw new CheckFailure(`${lines} lines, at most ${lineLimit} are allowed`);
  return found[0];
}

/** Runs the program in a project that has the packed libraries installed; it must print something. */
export function runConsumer(root, folder) {
  const file = join(folder, 'consumer.mjs');
  writeFileSync(file, readConsumer(root));
  const printed = output(process.execPath, [file], folder).trimEnd().split('\n');
  if (printed.join('') === '') throw new CheckFailure('the program printed nothing');
  return `printed ${printed.length} lines, first: ${printed[0]?.slice(0, 80)}`;
}
