import { describe, expect, it } from 'vitest';
import { measureProcess, type Program } from './measured-process.ts';
import { canReadProcesses } from './process-tree.ts';

const node: Program = { command: process.execPath, words: ['-e'], folder: process.cwd() };
/** Holds 60 MB and computes for a fifth of a CPU second. */
const busy = `
const held = Buffer.alloc(60_000_000, 1);
while (process.cpuUsage().user < 200_000) Math.sqrt(held[0]);
`;

describe('a measured process', () => {
  // Skipped needs another system: only Linux tells what the processes of a tree use.
  it.skipIf(!canReadProcesses())('counts CPU and memory of what it starts', async () => {
    const tree = `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(`${busy}; setTimeout(() => {}, 300)`)}]);
${busy}
child.on('exit', () => console.log('both ended'));`;
    const alone = await measureProcess(node, [`${busy}; setTimeout(() => {}, 300)`]);
    const both = await measureProcess(node, [tree]);
    expect(both.out).toBe('both ended\n');
    expect(alone.cost.cpu).toBeGreaterThanOrEqual(0.19);
    expect(both.cost.cpu).toBeGreaterThanOrEqual(0.39);
    expect(alone.cost.peak).toBeGreaterThan(60_000_000);
    expect(both.cost.peak).toBeGreaterThan(120_000_000);
  });

  it('that fails tells its exit code and the end of what it printed', async () => {
    const failing = measureProcess(node, ['console.error("no such table"); process.exitCode = 3']);
    await expect(failing).rejects.toThrow(/exit code 3[^]*no such table/);
  });

  it('that is killed is not a measurement', async () => {
    const killed = measureProcess(node, ['process.kill(process.pid, "SIGKILL")']);
    await expect(killed).rejects.toThrow('killed by SIGKILL');
  });

  it('that does not exist is not a measurement either', async () => {
    const missing = measureProcess({ ...node, command: './no-such-program' }, []);
    await expect(missing).rejects.toThrow('ENOENT');
  });
});
