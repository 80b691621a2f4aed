import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';

/** Makes a folder only its owner may enter. Invariant: existing folders keep their mode. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

export function appendPrivate(path: string, text: string): void {
  appendFileSync(path, text, { mode: 0o600 });
}

/** Writes a file whole or not at all: a reader never sees half of it. */
export function writePrivate(path: string, text: string): void {
  const part = `${path}.part`;
  writeFileSync(part, text, { mode: 0o600 });
  renameSync(part, path);
}

/** A file name for a step or check; the name is for people and is never parsed. */
export function fileNameOf(name: string): string {
  const safe = name.replaceAll(/[^\w.-]+/g, '_').replace(/^\.+/, '_');
  return safe.slice(0, 100) || '_';
}
