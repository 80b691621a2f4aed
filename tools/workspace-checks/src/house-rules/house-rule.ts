import type ts from 'typescript';
import { parseSource } from '../parse-source.ts';

/** A file under judgement; the syntax tree is built at the first use. */
export interface ProjectFile {
  /** From the workspace root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: () => ts.SourceFile;
}

/** Where one file breaks a rule; `line` 1 = the first. */
export interface RuleBreak {
  readonly line: number;
  readonly message: string;
}

/** One house rule: which files it is for, and how one of them breaks it. */
export interface HouseRule {
  readonly name: string;
  readonly appliesTo: (path: string) => boolean;
  readonly findBreaks: (file: ProjectFile, project: Project) => RuleBreak[];
}

/** All files of the workspace. */
export interface Project {
  readonly files: readonly ProjectFile[];
}

/** A file whose tree is parsed once. */
export function projectFile(path: string, text: string): ProjectFile {
  let parsed: ts.SourceFile | undefined;
  return { path, text, tree: () => (parsed ??= parseSource(path, text)) };
}
