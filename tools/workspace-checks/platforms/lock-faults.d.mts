export interface LockEntry {
  readonly link?: boolean;
  readonly integrity?: string;
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export function lockFaults(lock: { readonly packages: Readonly<Record<string, LockEntry>> }): string[];
