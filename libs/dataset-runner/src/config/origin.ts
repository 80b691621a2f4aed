/** Where a value of the configuration came from. */
export type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly file: string; readonly line: number | null }
  | {
      readonly kind: 'dotenv';
      readonly file: string;
      readonly line: number | null;
      readonly variable: string;
    }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'flag'; readonly flag: string };

/** The origin for people: `vaultwright.config.yaml:5`, `.env:2 VERTICA_HOST`, `environment VERTICA_HOST`, `--target`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'file':
      return place(origin);
    case 'dotenv':
      return `${place(origin)} ${origin.variable}`;
    case 'environment':
      return `environment ${origin.variable}`;
    case 'flag':
      return origin.flag;
  }
}

function place(origin: { readonly file: string; readonly line: number | null }): string {
  return origin.line === null ? origin.file : `${origin.file}:${origin.line}`;
}
