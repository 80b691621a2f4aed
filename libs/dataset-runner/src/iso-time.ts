/** ISO 8601 UTC text with milliseconds. Units: microseconds since 1970-01-01 UTC. */
export function isoTime(microseconds: bigint): string {
  return new Date(Number(microseconds / 1000n)).toISOString();
}
