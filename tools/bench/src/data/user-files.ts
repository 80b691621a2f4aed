import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Files named after days, each telling so many users from a first one on. */
export interface UserFiles {
  readonly folder: string;
  readonly rows: number;
  /** Day of the first file, counted from 0. */
  readonly from: number;
  readonly count: number;
  /** Every file tells other users; otherwise all tell the same ones, of whom `moved` says how they differ. */
  readonly content: 'new users' | 'moving users' | 'same users';
}

export async function writeUserFiles({ folder, rows, from, count, content }: UserFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let day = from; day < from + count; day += 1) {
    const lines = ['id,town'];
    const [first, moves] = [content === 'new users' ? day * rows : 0, content === 'moving users' ? day : 0];
    for (let id = first; id < first + rows; id += 1)
      lines.push(`${id},town ${Math.floor((moves + id) / 50)}`);
    const date = new Date(Date.UTC(2015, 0, 1 + day)).toISOString().slice(0, 10);
    await writeFile(join(folder, `users_${date}.csv`), `${lines.join('\n')}\n`);
  }
}
