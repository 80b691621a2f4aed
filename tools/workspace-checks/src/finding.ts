/** One broken rule at one place; an empty list of findings is a passed check. */
export interface Finding {
  /** Name of the rule, kebab-case. */
  readonly rule: string;
  /** Path from the workspace root, with forward slashes. */
  readonly file: string;
  /** 1 = the first line. */
  readonly line: number;
  /** What was found and what is allowed. */
  readonly message: string;
}

/** `file:line rule message`, which editors and terminals turn into a link. */
export function renderFinding({ file, line, rule, message }: Finding): string {
  return `${file}:${line} ${rule} ${message}`;
}

/** Findings in reading order: by file, line and rule. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.rule, b.rule));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
