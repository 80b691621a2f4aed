import { isSourceFile } from '../parse-source.ts';
import type { HouseRule } from './house-rule.ts';

const emptyWord = '(?:utils?|helpers?|types|common|manager)';
const emptyName = new RegExp(`^${emptyWord}(?:$|\\.)`);
const emptySuffix = /-(?:utils?|helpers?|manager)(?:$|\.)/;

/** A file or folder is named after what it holds. */
export const fileNameRule: HouseRule = {
  name: 'telling-name',
  appliesTo: isSourceFile,
  findBreaks: ({ path }) =>
    path
      .split('/')
      .filter((segment) => emptyName.test(segment) || emptySuffix.test(segment))
      .map((segment) => ({ line: 1, message: `'${segment}' does not say what is inside` })),
};
