/** What work inside this process cost. Units: seconds. */
export interface TimedWork {
  readonly wall: number;
  /** User and system time of all threads, those of an engine in this process among them. */
  readonly cpu: number;
}

export async function timed(work: () => unknown): Promise<TimedWork> {
  const cpuBefore = process.cpuUsage();
  const since = performance.now();
  await work();
  const wall = (performance.now() - since) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wall, cpu: (user + system) / 1_000_000 };
}
