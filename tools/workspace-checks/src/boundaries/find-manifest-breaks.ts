import type { Finding } from '../finding.ts';
import type { BoundaryRule } from './boundary-rules.ts';
import { mayUse } from './find-import-breaks.ts';
import { readImports, readTarget } from './read-imports.ts';
import type { Manifest, Workspace, WorkspacePackage } from './workspace-package.ts';
import { roleOf } from './workspace-package.ts';

type Section = 'dependencies' | 'peerDependencies' | 'optionalDependencies' | 'devDependencies';
const sections: readonly Section[] = [
  'dependencies',
  'peerDependencies',
  'optionalDependencies',
  'devDependencies',
];

/**
 * Forbidden, misplaced and unused entries in the package.json of one package.
 *
 * @param named text of the configuration files; a package it names counts as used by an app
 */
export function findManifestBreaks(
  workspace: Workspace,
  owner: WorkspacePackage,
  rule: BoundaryRule,
  named: string,
): Finding[] {
  const findings: Finding[] = [];
  const used = usedPackages(workspace, owner, rule, named);
  for (const section of sections) {
    for (const name of Object.keys(owner.manifest[section] ?? {})) {
      const report = (broken: string, message: string): void => {
        const line = lineOfEntry(owner.manifestText, section, name);
        findings.push({ rule: broken, file: `${owner.folder}/package.json`, line, message });
      };
      const development = section === 'devDependencies';
      if (!isAllowed(workspace, owner, rule, section, name)) {
        report('forbidden-dependency', `${owner.folder} may not list ${name} in ${section}: ${rule.reason}`);
      } else if (!used.anywhere.has(name)) {
        report('unused-dependency', `nothing in ${owner.folder} imports ${name}, listed in ${section}`);
      } else if (!development && !used.byUsers.has(name)) {
        report('unused-dependency', `only tests in ${owner.folder} import ${name}, listed in ${section}`);
      }
      const atOnce = Array.isArray(rule.external) && rule.external.includes(name);
      const optional = owner.manifest.peerDependenciesMeta?.[name]?.optional === true;
      if (section === 'peerDependencies' && !atOnce && !optional) {
        report(
          'required-peer',
          `${name} must be optional in peerDependenciesMeta: it is loaded at first use`,
        );
      }
    }
  }
  return findings;
}

function isAllowed(
  { packages }: Workspace,
  owner: WorkspacePackage,
  rule: BoundaryRule,
  section: Section,
  name: string,
): boolean {
  const development = section === 'devDependencies';
  const neighbour = packages.find((candidate) => candidate.name === name);
  if (neighbour !== undefined) return mayUse(owner, neighbour, rule, development ? 'test' : 'production');
  const { external } = rule;
  if (development || external === 'declared') return true;
  if (external === 'peers') return section === 'peerDependencies';
  return external.includes(name);
}

interface UsedPackages {
  /** By code that users run, or supplied by an app to its libraries. */
  readonly byUsers: ReadonlySet<string>;
  readonly anywhere: ReadonlySet<string>;
}

function usedPackages(
  workspace: Workspace,
  owner: WorkspacePackage,
  rule: BoundaryRule,
  named: string,
): UsedPackages {
  const { dependencies, devDependencies } = owner.manifest;
  const composes = rule.workspace.some((pattern) => pattern.startsWith('apps/'));
  // A library may hand a peer of its dependency on to whoever installs it; an app supplies it.
  const byUsers = new Set(suppliedPackages(workspace, dependencies, composes ? named : ''));
  const anywhere = new Set([
    ...byUsers,
    ...suppliedPackages(workspace, { ...dependencies, ...devDependencies }),
  ]);
  for (const source of owner.sources) {
    for (const { specifier } of readImports(source)) {
      const target = specifier === null ? null : readTarget(specifier);
      if (target?.kind !== 'package') continue;
      anywhere.add(target.name);
      if (roleOf(owner, source.path) !== 'test') byUsers.add(target.name);
    }
  }
  return { byUsers, anywhere };
}

/** What is declared for others: packages that configuration names, and drivers that libraries ask for. */
function suppliedPackages({ packages }: Workspace, section: Manifest['dependencies'], named = ''): string[] {
  const declared = packages.filter(({ name }) => section?.[name] !== undefined);
  const loaded = declared.map(({ name }) => name).filter((name) => named.includes(name));
  return [...loaded, ...declared.flatMap((library) => Object.keys(library.manifest.peerDependencies ?? {}))];
}

function lineOfEntry(text: string, section: Section, name: string): number {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.includes(`"${section}"`));
  return lines.findIndex((line, index) => index >= start && line.includes(`"${name}"`)) + 1;
}
