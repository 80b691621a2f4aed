import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../finding.ts';
import { sortFindings } from '../finding.ts';
import { namingFiles, ruleFor } from './boundary-rules.ts';
import { findImportBreaks } from './find-import-breaks.ts';
import { findImpureEntries } from './find-impure-entries.ts';
import { findManifestBreaks } from './find-manifest-breaks.ts';
import type { Workspace } from './workspace-package.ts';

/** Every edge between packages, and to packages from outside, that the boundary rules forbid. */
export function findBoundaryBreaks(workspace: Workspace): Finding[] {
  const named = namingFiles
    .map((file) => join(workspace.root, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const findings = workspace.packages.flatMap((owner) => {
    const rule = ruleFor(owner.folder);
    if (rule === undefined) {
      const file = `${owner.folder}/package.json`;
      return [
        { rule: 'no-rule', file, line: 1, message: `boundary-rules.ts has no rule for ${owner.folder}` },
      ];
    }
    return [
      ...findImportBreaks(workspace, owner, rule),
      ...findManifestBreaks(workspace, owner, rule, named),
      ...findImpureEntries(workspace, owner, rule),
    ];
  });
  return sortFindings(findings);
}
