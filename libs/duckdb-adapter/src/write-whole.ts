import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file down to the disk, or leaves none; `wx` = only when there is none, `w` = over an old one. */
export function writeWhole(path: string, text: string, flag: 'w' | 'wx'): void {
  const file = openSync(path, flag);
  try {
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}
