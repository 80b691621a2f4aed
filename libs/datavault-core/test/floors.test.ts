import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** The rooms of the core, bottom first, and the rooms each stands on; an import of any other room is an arrow up. */
const floors: Readonly<Record<string, readonly string[]>> = (() => {
  const ground = ['errors', 'metadata', 'hash', 'sql', 'model', 'stage'];
  const shared = [...ground, 'kinds', 'kinds/checks'];
  const families = ['kinds/insert-once', 'kinds/history'];
  const apart = ['kinds/multi-active', 'kinds/status-tracking', 'kinds/effectivity', 'kinds/business-vault'];
  const vault = [...shared, ...families, ...apart, 'warehouse', 'vault'];
  return {
    errors: [],
    metadata: ['errors'],
    hash: ['errors', 'metadata'],
    sql: ['errors', 'metadata', 'hash'],
    warehouse: ['metadata', 'sql'],
    model: ground.slice(0, 4),
    stage: ground.slice(0, 5),
    kinds: ground,
    'kinds/checks': [...ground, 'kinds'],
    'kinds/insert-once': shared,
    'kinds/history': [...shared, 'kinds/insert-once'],
    ...Object.fromEntries(apart.map((room) => [room, [...shared, ...families]])),
    vault: vault.slice(0, -1),
    plan: vault,
    evolution: [...vault, 'plan'],
    // The entries.
    index: [...vault, 'plan', 'evolution'],
    ...Object.fromEntries(['model.ts', 'sql.ts', 'warehouse.ts'].map((entry) => [entry, vault])),
  };
})();

const core = fileURLToPath(new URL('../src/', import.meta.url));
const broken = fileURLToPath(new URL('./broken-floors/', import.meta.url));

interface Arrow {
  readonly from: string;
  readonly to: string;
  /** False where only types are taken. */
  readonly byValue: boolean;
}

/** Every relative import of the files of a folder but tests, types included. */
function arrowsIn(folder: string): Arrow[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => {
      const source = ts.createSourceFile(
        file,
        readFileSync(join(folder, file), 'utf8'),
        ts.ScriptTarget.Latest,
      );
      return source.statements.flatMap((statement): Arrow[] => {
        if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
        const target = statement.moduleSpecifier;
        if (target === undefined || !ts.isStringLiteral(target) || !target.text.startsWith('.')) return [];
        const to = relative(folder, join(folder, dirname(file), target.text));
        return [{ from: file, to, byValue: takesValues(statement) }];
      });
    });
}

function takesValues(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return !statement.isTypeOnly && namesValues(statement.exportClause);
  const { importClause } = statement;
  if (importClause === undefined) return true;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  return importClause.name !== undefined || namesValues(importClause.namedBindings);
}

function namesValues(names: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (names === undefined || !('elements' in names)) return true;
  return names.elements.some(({ isTypeOnly }) => !isTypeOnly);
}

/** `kinds/history` for a file of a family, `sql` for one of another room, the file's own name for an entry. */
function roomOf(file: string): string {
  const [room = '', inner, ...more] = file.split('/');
  if (inner === undefined) return room in floors ? room : room.replace(/\.ts$/, '');
  return room === 'kinds' && more.length > 0 ? `${room}/${inner}` : room;
}

function arrowsUp(folder: string): string[] {
  return arrowsIn(folder).flatMap(({ from, to }) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    return room === other || floors[room]?.includes(other) === true ? [] : [`${from} -> ${to}`];
  });
}

/** Files that import each other in a loop by value, each loop once. */
function circlesIn(folder: string): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to, byValue } of arrowsIn(folder))
    if (byValue) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[][] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push(path.slice(path.indexOf(file)));
    if (path.includes(file) || done.has(file)) return;
    for (const next of targets.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return circles;
}

/** Files that an entry reaches by value. */
function reached(folder: string, entry: string): string[] {
  const arrows = arrowsIn(folder).filter(({ byValue }) => byValue);
  const found = new Set([entry]);
  for (const file of found) for (const { from, to } of arrows) if (from === file) found.add(to);
  return [...found];
}

describe('the floors of the core', () => {
  it('gives every file a room', () => {
    const files = arrowsIn(core).map(({ from }) => from);
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => !(roomOf(file) in floors))).toEqual([]);
  });

  it('has no arrow up, types included', () => expect(arrowsUp(core)).toEqual([]));

  it('has no files that import each other in a loop by value', () => expect(circlesIn(core)).toEqual([]));

  it('finds what is broken in a house that is', () => {
    expect(arrowsUp(broken).sort()).toEqual([
      'kinds/history/satellite.ts -> kinds/multi-active/group.ts',
      'sql/query.ts -> model/entity.ts',
    ]);
    expect(circlesIn(broken)).toEqual([['kinds/history/row.ts', 'kinds/history/satellite.ts']]);
  });

  it('keeps SQL out of what the model entry runs', () => {
    expect(reached(core, 'model.ts').filter((file) => roomOf(file) === 'sql')).toEqual([]);
  });
});
