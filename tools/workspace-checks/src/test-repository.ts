import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A git repository in a temporary folder, untouched by the settings of the machine. */
export class TestRepository {
  readonly root = mkdtempSync(join(tmpdir(), 'vaultwright-checks-'));

  constructor() {
    this.git('init', '--quiet');
  }

  /** Writes or, for null, deletes files, and commits everything. */
  commit(message: string, files: Readonly<Record<string, string | null>>): void {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  write(path: string, text: string | null): void {
    const target = join(this.root, path);
    if (text === null) return rmSync(target);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private git(...args: string[]): void {
    const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...args], {
      cwd: this.root,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    });
  }
}
