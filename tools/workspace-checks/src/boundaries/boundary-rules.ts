/**
 * What the packages of some folders may import.
 *
 * The rule is for code that users run. Test code may import whatever the package's own package.json
 * declares, and the tools of the root, but never a closed folder.
 */
export interface BoundaryRule {
  /** Folder pattern, `*` = any characters but a slash; the first matching rule counts. */
  readonly packages: string;
  readonly reason: string;
  /** Folder patterns of workspace packages. */
  readonly workspace: readonly string[];
  /** Packages from outside: by name, the optional peers of the package, or whatever it declares. */
  readonly external: readonly string[] | 'peers' | 'declared';
  /** Modules of Node, with the `node:` prefix. */
  readonly builtins: readonly string[] | 'any';
  /** Whether `import(expression)` may stand in the code, whose target nobody can check here. */
  readonly computedImports: boolean;
  /** Globals that the code may not touch, as written: `process`, `Date.now`, `new Date()`. */
  readonly forbiddenGlobals?: readonly string[];
  /** Entry files that must stay free of drivers and of `builtins`, followed through relative imports. */
  readonly pureEntries?: readonly string[];
  /** Packages that hold test code only; their neighbours in the workspace are closed to them as well. */
  readonly testCodeOnly?: boolean;
}

const core = 'libs/datavault-core';

/** Who may import whom, first match first. A package without a rule is a finding. */
export const boundaryRules: readonly BoundaryRule[] = [
  {
    packages: core,
    reason: 'metadata, SQL and plans are pure: no driver, no files, no clock, no environment',
    workspace: [],
    external: ['zod'],
    builtins: ['node:crypto'],
    computedImports: false,
    forbiddenGlobals: [
      'process',
      'globalThis',
      'performance',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'fetch',
      'Date.now',
      'new Date()',
    ],
  },
  {
    packages: 'libs/datavault-conformance',
    reason: 'judges metadata, plans and warehouses by a definition of its own; it stands on the core alone',
    workspace: [core],
    external: ['vitest', 'fast-check'],
    builtins: ['node:crypto'],
    computedImports: false,
  },
  {
    packages: 'libs/csv-intake',
    reason: 'knows CSV, neither S3 nor SQL',
    workspace: [core],
    external: 'peers',
    builtins: 'any',
    computedImports: false,
  },
  {
    packages: 'libs/s3-source',
    reason: 'knows S3 and folders, no SQL',
    workspace: [core],
    external: 'peers',
    builtins: 'any',
    computedImports: false,
  },
  {
    packages: 'libs/*-adapter',
    reason: 'knows one engine and never another one',
    workspace: [core],
    external: 'peers',
    builtins: 'any',
    computedImports: false,
    pureEntries: ['src/dialect.ts'],
  },
  {
    packages: 'libs/*-testkit',
    reason: 'stands in for a server in the tests of an adapter',
    workspace: [core],
    external: 'declared',
    builtins: 'any',
    computedImports: false,
  },
  {
    packages: 'libs/dataset-runner',
    reason: 'walks the whole road and receives its warehouse; it imports no adapter, report or app',
    workspace: [core, 'libs/csv-intake', 'libs/s3-source'],
    external: 'declared',
    builtins: 'any',
    computedImports: true,
  },
  {
    packages: 'apps/*',
    reason: 'composes what it needs',
    workspace: ['libs/*', 'apps/*', 'tools/*'],
    external: 'declared',
    builtins: 'any',
    computedImports: true,
  },
  {
    packages: 'tools/workspace-checks',
    reason: 'judges the workspace, so it stands on none of it',
    workspace: [],
    external: [],
    builtins: 'any',
    computedImports: true,
    testCodeOnly: true,
  },
  {
    packages: 'tools/bench',
    reason: 'measures what libraries do and runs the command as a process; it imports no app',
    workspace: ['libs/*', 'tools/sample-data'],
    external: 'declared',
    builtins: 'any',
    computedImports: true,
  },
  {
    packages: 'tools/*',
    reason: 'serves the workspace beside the road',
    workspace: [core],
    external: 'declared',
    builtins: 'any',
    computedImports: true,
  },
];

/** Folders that only their own kind may import, tests included. */
export const closedFolders: readonly string[] = ['apps/*'];

/** Root files which configuration files of a package may import although they lie outside of it. */
export const sharedConfiguration: readonly string[] = ['tsup.preset.ts', 'vitest.config.ts'];

/** Files that name packages in text; a dependency that an app declares and one of them names is in use. */
export const namingFiles: readonly string[] = ['vaultwright.config.yaml'];

/** Sub path entries made for tests; production code may not import them. */
export const testingEntries: readonly string[] = ['./testing'];

/** Whether a folder such as `libs/duckdb-adapter` fits a pattern such as `libs/*-adapter`. */
export function matchesFolder(folder: string, pattern: string): boolean {
  const text = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^/]*');
  return new RegExp(`^${text}$`).test(folder);
}

/** The rule of a folder; undefined when nobody wrote one. */
export function ruleFor(folder: string): BoundaryRule | undefined {
  return boundaryRules.find(({ packages }) => matchesFolder(folder, packages));
}
