import { posix } from 'node:path';
import type { Finding } from '../finding.ts';
import type { BoundaryRule } from './boundary-rules.ts';
import { readImports, readTarget } from './read-imports.ts';
import type { Workspace, WorkspacePackage } from './workspace-package.ts';

/**
 * Drivers and modules of Node that an entry which must be pure reaches through its own files.
 *
 * Invariant: type imports count too, since they end up in the declarations of the entry.
 */
export function findImpureEntries(
  { packages }: Workspace,
  owner: WorkspacePackage,
  rule: BoundaryRule,
): Finding[] {
  const texts = new Map(owner.sources.map((source) => [source.path, source]));
  const pending = (rule.pureEntries ?? []).map((entry) => posix.join(owner.folder, entry));
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const source = texts.get(path);
    if (source === undefined || seen.has(path)) continue;
    seen.add(path);
    for (const { file, line, specifier } of readImports(source)) {
      const target = specifier === null ? null : readTarget(specifier);
      if (target?.kind === 'file') pending.push(posix.join(posix.dirname(path), target.path));
      else if (target === null || !packages.some(({ name }) => target.name === name)) {
        const found = target?.name ?? 'a computed import';
        findings.push({
          rule: 'impure-entry',
          file,
          line,
          message: `${(rule.pureEntries ?? []).join(', ')} of ${owner.folder} reaches ${found}`,
        });
      }
    }
  }
  return findings;
}
