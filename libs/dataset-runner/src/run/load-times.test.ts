import type { Step } from '@vaultwright/datavault-core';
import { expect, it } from 'vitest';
import { LoadTimes } from './load-times.ts';

it('a load takes what its own statements take, whatever runs between them', () => {
  let now = 0n;
  const times = new LoadTimes({ now: () => now });
  const run = (milliseconds: bigint, load?: string): void => {
    times.started((load === undefined ? {} : { load }) as Step);
    now += milliseconds * 1000n;
  };
  run(100n);
  times.ended();
  run(5n, 'hubs/h');
  times.ended();
  now += 1_000_000n;
  run(300n, 'links/l');
  times.ended();
  run(2n, 'hubs/h');
  expect(times.take()).toBe(7);
  expect(times.take()).toBe(0);
  times.ended();
  run(1n, 'links/l');
  expect(times.take()).toBe(301);
  times.ended();
  expect(times.take()).toBe(0);
});
