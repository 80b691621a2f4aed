import type { SafeClient } from '../safe-client.ts';
import type { ProbeBench } from './probe-bench.ts';

/** What a probe saw; the claim holds when both texts are the same. */
export interface Observation {
  readonly expected: string;
  readonly observed: string;
}

/** Asks a server whether one claim is true; works on a connection of its own, inside the bench's schema. */
export type Probe = (bench: ProbeBench, client: SafeClient) => Promise<Observation>;

/** Ends a probe that this server or role cannot answer. */
export class ProbeSkipped extends Error {
  override readonly name = 'ProbeSkipped';
}

/** An observation in one line. */
export function saw(observed: unknown, expected: unknown): Observation {
  return { expected: textOf(expected), observed: textOf(observed) };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  return (
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ??
    'nothing'
  );
}
