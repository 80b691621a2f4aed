import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a check script printed and how it ended. */
export interface ScriptResult {
  readonly code: number | null;
  /** Lines of both streams, standard output first. */
  readonly lines: readonly string[];
}

/** Runs a script of this package, such as `secrets.mjs`, in a process of its own, as the check run does. */
export function runScript(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ScriptResult {
  const script = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return { code: status, lines: `${stdout}${stderr}`.split('\n').filter((line) => line !== '') };
}
