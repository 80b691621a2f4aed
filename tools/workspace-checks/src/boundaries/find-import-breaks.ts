import { posix } from 'node:path';
import type { Finding } from '../finding.ts';
import type { BoundaryRule } from './boundary-rules.ts';
import { closedFolders, matchesFolder, sharedConfiguration, testingEntries } from './boundary-rules.ts';
import { findGlobalUse } from './find-global-use.ts';
import type { ImportTarget } from './read-imports.ts';
import { readImports, readTarget } from './read-imports.ts';
import type { CodeRole, SourceText, Workspace, WorkspacePackage } from './workspace-package.ts';
import { roleOf } from './workspace-package.ts';

/** One import under judgement. */
interface Case {
  readonly workspace: Workspace;
  readonly owner: WorkspacePackage;
  readonly rule: BoundaryRule;
  readonly role: CodeRole;
  readonly file: string;
  readonly report: (rule: string, message: string) => void;
}

/** Forbidden imports and globals in the source files of one package. */
export function findImportBreaks(
  workspace: Workspace,
  owner: WorkspacePackage,
  rule: BoundaryRule,
): Finding[] {
  const findings: Finding[] = [];
  for (const source of owner.sources) {
    const role = rule.testCodeOnly === true ? 'test' : roleOf(owner, source.path);
    for (const { file, line, specifier } of readImports(source)) {
      const report: Case['report'] = (name, message) => findings.push({ rule: name, file, line, message });
      judge({ workspace, owner, rule, role, file, report }, specifier);
    }
    if (role !== 'test') findings.push(...globalBreaks(owner, rule, source));
  }
  return findings;
}

function judge(of: Case, specifier: string | null): void {
  if (specifier === null) {
    if (of.role !== 'test' && !of.rule.computedImports) {
      of.report('computed-import', 'the target of an import must be a literal here');
    }
    return;
  }
  const target = readTarget(specifier);
  if (target.kind === 'file') judgeFile(of, target.path);
  else if (target.kind === 'builtin') judgeBuiltin(of, target);
  else judgePackage(of, target);
}

function globalBreaks(owner: WorkspacePackage, rule: BoundaryRule, source: SourceText): Finding[] {
  return findGlobalUse(source, rule.forbiddenGlobals ?? []).map(({ line, name }) => ({
    rule: 'forbidden-global',
    file: source.path,
    line,
    message: `${owner.folder} may not use ${name}: ${rule.reason}`,
  }));
}

const readers: Record<CodeRole, readonly CodeRole[]> = {
  production: ['production'],
  testing: ['production', 'testing'],
  test: ['production', 'testing', 'test'],
};

function judgeFile({ owner, file, role, report }: Case, specifier: string): void {
  const path = posix.join(posix.dirname(file), specifier);
  if (!specifier.startsWith('.') || posix.relative(owner.folder, path).startsWith('..')) {
    if (role === 'test' && sharedConfiguration.includes(path)) return;
    report('leaves-package', `${specifier} lies outside ${owner.folder}; import packages by their name`);
    return;
  }
  const other = roleOf(owner, path);
  if (!readers[role].includes(other))
    report('test-code', `${role} code may not import ${specifier}, ${other} code`);
}

function judgeBuiltin(
  { owner, rule, role, report }: Case,
  { name, prefixed }: Extract<ImportTarget, { kind: 'builtin' }>,
): void {
  if (!prefixed) report('builtin-prefix', `write ${name}`);
  if (role === 'test' || rule.builtins === 'any' || rule.builtins.includes(name)) return;
  const allowed = rule.builtins.join(', ') || 'no module of Node';
  report('forbidden-builtin', `${owner.folder} may not import ${name}, only ${allowed}: ${rule.reason}`);
}

function judgePackage(of: Case, target: Extract<ImportTarget, { kind: 'package' }>): void {
  const { workspace, owner, rule, role, report } = of;
  if (target.name === owner.name) return;
  const neighbour = workspace.packages.find(({ name }) => name === target.name);
  if (neighbour === undefined) {
    if (role !== 'test' && !mayUseOutside(rule, target.name)) {
      report('forbidden-package', `${owner.folder} may not import ${target.name}: ${rule.reason}`);
      return;
    }
  } else if (neighbour.manifest.exports?.[target.entry] === undefined) {
    report('unknown-entry', `${target.name} has no entry ${target.entry}`);
    return;
  } else if (!mayUse(owner, neighbour, rule, role)) {
    report('forbidden-import', `${owner.folder} may not import ${neighbour.folder}: ${rule.reason}`);
    return;
  } else if (role === 'production' && testingEntries.includes(target.entry)) {
    report('testing-entry', `${target.name}/${target.entry.slice(2)} is for tests only`);
    return;
  }
  const missing = undeclared(of, target.name, neighbour !== undefined);
  if (missing !== null) report('undeclared', missing);
}

/** Whether the edge between two packages of the workspace is allowed. */
export function mayUse(
  owner: WorkspacePackage,
  neighbour: WorkspacePackage,
  rule: BoundaryRule,
  role: CodeRole,
): boolean {
  const closed = closedFolders.some(
    (pattern) => matchesFolder(neighbour.folder, pattern) && !matchesFolder(owner.folder, pattern),
  );
  if (closed) return false;
  if (role === 'test' && rule.testCodeOnly !== true) return true;
  return rule.workspace.some((pattern) => matchesFolder(neighbour.folder, pattern));
}

function mayUseOutside({ external }: BoundaryRule, name: string): boolean {
  return typeof external === 'string' || external.includes(name);
}

function undeclared({ workspace, owner, rule, role }: Case, name: string, own: boolean): string | null {
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = owner.manifest;
  if (name in peerDependencies || name in dependencies) return null;
  if (role === 'test') {
    if (name in devDependencies || (!own && workspace.rootTools.has(name))) return null;
    return `${name} is declared neither by ${owner.folder} nor, as a tool, by the root`;
  }
  const hint = name in devDependencies ? ' (it stands in devDependencies)' : '';
  const place = rule.external === 'peers' && !own ? 'peerDependencies' : 'dependencies';
  return `${name} is missing from ${place} of ${owner.folder}${hint}`;
}
