export interface ParsedFile {
  readonly filepath: string;
  readonly segments: unknown;
}
export interface ParseException {
  readonly file: string;
  readonly contains: string;
  readonly reason: string;
}
export function unparsableSections(node: unknown): string[];
export function judge(
  files: readonly ParsedFile[],
  exceptions: readonly ParseException[],
): { readonly findings: string[]; readonly allowed: number };
