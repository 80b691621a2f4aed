import { expect, it } from 'vitest';
import { systemRunIds, timeOfRunId } from './system-ports.ts';

it('a run id tells when it was made, and an id of another kind does not', () => {
  const before = Math.floor(Date.now()) - 1;
  const time = timeOfRunId(systemRunIds.next());
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now() + 1);
  // the example of the ULID specification
  expect(timeOfRunId('01ARYZ6S41TSV4RRFFQ69G5FAV')).toBe(1_469_918_176_385);
  expect(timeOfRunId('run-7')).toBeNull();
});
