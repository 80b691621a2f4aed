import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { listFiles } from '../list-files.ts';
import { isSourceFile } from '../parse-source.ts';

/** What this check reads of a package.json. */
export interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
  readonly devDependencies?: Record<string, string>;
  readonly exports?: Record<string, unknown>;
}

/** One package of the workspace and its source files. */
export interface WorkspacePackage {
  readonly name: string;
  /** Such as `libs/csv-intake`. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** The package.json as text, to point at a line. */
  readonly manifestText: string;
  readonly sources: readonly SourceText[];
}

/** A source file with its path from the workspace root. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** The workspace: its packages and what the root declares for development. */
export interface Workspace {
  readonly root: string;
  readonly packages: readonly WorkspacePackage[];
  readonly rootTools: ReadonlySet<string>;
}

const areas = ['libs', 'apps', 'tools'];

/** Reads every package below `libs`, `apps` and `tools`. */
export function readWorkspace(root: string): Workspace {
  const rootManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const folders = areas.flatMap((area) =>
    existsSync(join(root, area))
      ? readdirSync(join(root, area))
          .map((name) => posix.join(area, name))
          .filter((folder) => existsSync(join(root, folder, 'package.json')))
      : [],
  );
  return {
    root,
    packages: folders.sort().map((folder) => readPackage(root, folder)),
    rootTools: new Set(Object.keys(rootManifest.devDependencies ?? {})),
  };
}

function readPackage(root: string, folder: string): WorkspacePackage {
  const manifestText = readFileSync(join(root, folder, 'package.json'), 'utf8');
  const manifest = JSON.parse(manifestText) as Manifest;
  const sources = listFiles(root, folder)
    .filter(isSourceFile)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  return { name: manifest.name, folder, manifest, manifestText, sources };
}

const testFile = /\.(test|bench)\.[cm]?[jt]sx?$/;
const testFolders = ['test', 'fixtures', 'bench'];

/** `test`: never published; `testing`: the published entry `./testing`; `production`: all the rest. */
export type CodeRole = 'production' | 'testing' | 'test';

/** Tests, fixtures, benches and build configuration are `test`, as is a folder `testing` without an entry. */
export function roleOf({ folder, manifest }: WorkspacePackage, path: string): CodeRole {
  const segments = posix.relative(folder, path).split('/');
  const file = segments.pop() ?? '';
  if (testFile.test(file)) return 'test';
  if (segments.length === 0 && /\.config\.[cm]?[jt]s$/.test(file)) return 'test';
  if (segments.some((segment) => testFolders.includes(segment))) return 'test';
  if (!segments.includes('testing')) return 'production';
  return manifest.exports?.['./testing'] === undefined ? 'test' : 'testing';
}
