import { isSourceFile } from '../parse-source.ts';
import type { HouseRule, ProjectFile } from './house-rule.ts';

const sourceLimit = 350;
const indexLimit = 80;

/** Units: lines. */
export const fileLengthRule: HouseRule = {
  name: 'file-length',
  appliesTo: isSourceFile,
  findBreaks: (file) => {
    const lines = lineCount(file);
    const message = `${lines} lines, at most ${sourceLimit} are allowed`;
    return lines > sourceLimit ? [{ line: sourceLimit + 1, message }] : [];
  },
};

/** The index of a library is a list that a person can read. Units: lines. */
export const indexLengthRule: HouseRule = {
  name: 'index-length',
  appliesTo: (path) => /^libs\/[^/]+\/src\/(?:.*\/)?index\.ts$/.test(path),
  findBreaks: (file) => {
    const lines = lineCount(file);
    const message = `${lines} lines, an index stays under ${indexLimit}`;
    return lines < indexLimit ? [] : [{ line: indexLimit, message }];
  },
};

function lineCount({ text }: ProjectFile): number {
  return text.replace(/\n$/, '').split('\n').length;
}
