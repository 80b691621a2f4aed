import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import { sortFindings } from '../finding.ts';
import { listFiles } from '../list-files.ts';
import { consoleRule } from './console-rule.ts';
import { dialectNameRule } from './dialect-name-rule.ts';
import { fileNameRule } from './file-name-rule.ts';
import type { HouseRule, Project } from './house-rule.ts';
import { projectFile } from './house-rule.ts';
import { anyCastRule, silencedCompilerRule, unfinishedRule } from './leftover-rules.ts';
import { fileLengthRule, indexLengthRule } from './length-rules.ts';
import { paperMentionRule } from './paper-mention-rule.ts';
import { skippedTestRule } from './skipped-test-rule.ts';

/** The rules that every file of the workspace obeys. */
export const houseRules: readonly HouseRule[] = [
  consoleRule,
  dialectNameRule,
  fileNameRule,
  fileLengthRule,
  indexLengthRule,
  unfinishedRule,
  silencedCompilerRule,
  anyCastRule,
  skippedTestRule,
  paperMentionRule,
];

/** Reads the files that at least one rule is for. */
export function readProject(root: string): Project {
  const paths = listFiles(root, '.').filter((path) => houseRules.some(({ appliesTo }) => appliesTo(path)));
  return { files: paths.map((path) => projectFile(path, readFileSync(join(root, path), 'utf8'))) };
}

/** Every place where a file breaks a house rule. */
export function findHouseBreaks(project: Project): Finding[] {
  const findings = project.files.flatMap((file) =>
    houseRules
      .filter(({ appliesTo }) => appliesTo(file.path))
      .flatMap(({ name, findBreaks }) =>
        findBreaks(file, project).map((found) => ({ rule: name, file: file.path, ...found })),
      ),
  );
  return sortFindings(findings);
}
