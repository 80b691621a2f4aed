export interface ReadSubquery {
  readonly form: string;
  readonly place: string;
  readonly text: string;
  readonly correlated: number;
  readonly classes: readonly string[];
}
export interface ReadStatement {
  readonly number: number;
  readonly section: string;
  readonly about: string;
  readonly holds: string;
  readonly error: string | null;
  readonly doubts: readonly string[];
  readonly subqueries: readonly ReadSubquery[];
}
export interface SubqueryFinding {
  readonly file: string;
  readonly number: number;
  readonly section: string;
  readonly about: string;
  readonly classes: readonly string[];
  readonly found: string;
}
export const classes: Readonly<Record<string, string>>;
export interface ReadFile {
  readonly file: string;
  readonly statements: readonly ReadStatement[];
}
export function misread(files: readonly ReadFile[]): string[];
export function judgeSubqueries(files: readonly ReadFile[]): {
  readonly files: number;
  readonly statements: number;
  readonly queries: number;
  readonly subqueries: number;
  readonly correlated: number;
  readonly equalityOnly: number;
  readonly refused: number;
  readonly refusedStatements: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly SubqueryFinding[];
};
export function findingLine(finding: SubqueryFinding): string;
