import { spawnSync } from 'node:child_process';

/** A check that did not hold; its message is for a person. */
export class CheckFailure extends Error {}

/** Prints one line per check and remembers whether one failed. */
export class Checks {
  failed = 0;
  passed = 0;

  /**
   * Runs one check; `verify` returns a short fact for the line, or throws.
   *
   * @returns what `verify` returned; undefined when it failed
   */
  run(name, verify) {
    try {
      const fact = verify();
      this.passed += 1;
      console.log(`ok      ${name}${typeof fact === 'string' ? `: ${fact}` : ''}`);
      return fact;
    } catch (error) {
      this.failed += 1;
      const detail = error instanceof CheckFailure ? error.message : (error.stack ?? String(error));
      console.log(`FAILED  ${name}: ${detail.trim().replaceAll('\n', '\n        ')}`);
      return undefined;
    }
  }
}

/** Runs a program and returns its standard output; anything but exit code 0 fails the check. */
export function output(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', NODE_OPTIONS: '' },
  });
  if (error !== undefined) throw error;
  if (status === 0) return stdout;
  throw new CheckFailure(
    `${command} ${args.join(' ')} ended with code ${status}\n${stdout}${stderr}`.slice(0, 4000),
  );
}
