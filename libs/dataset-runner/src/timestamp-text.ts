/** Canonical text of an instant, `YYYY-MM-DD HH:MM:SS.ffffff` in UTC. Units: microseconds since 1970. */
export function timestampText(microseconds: bigint): string {
  const iso = new Date(Number(microseconds / 1000n)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${String(microseconds % 1000n).padStart(3, '0')}`;
}

/** The instant of a canonical text. */
export function microsecondsOf(text: string): bigint {
  const [day, clock = '00:00:00.000000'] = text.split(' ');
  const [seconds = '', fraction = ''] = clock.split('.');
  return BigInt(Date.parse(`${day}T${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}
