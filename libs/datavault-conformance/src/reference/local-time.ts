/**
 * The UTC instant at which clocks of a zone show a local time, as canonical text.
 *
 * Every offset that the zone has within a day and a half is tried: of the instants at which clocks show the time, the
 * first; where they skip it, the one that the offset before the gap gives.
 */
export function instantOf(date: string, time: string, zone: string): string {
  const wanted = Date.parse(`${date}T${time}Z`);
  const hours = Array.from({ length: 73 }, (_, hour) => wanted + (hour - 36) * 3_600_000);
  const offsets = [...new Set(hours.map((instant) => clockOf(instant, zone) - instant))];
  const shown = offsets
    .map((offset) => wanted - offset)
    .filter((instant) => clockOf(instant, zone) === wanted);
  const instant = shown.length > 0 ? Math.min(...shown) : wanted - Math.min(...offsets);
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')}.000000`;
}

/** What clocks of a zone show, read as if it were UTC. The Swedish form is that of ISO 8601 but for the `T`. */
function clockOf(instant: number, zone: string): number {
  const shown = new Date(instant).toLocaleString('sv-SE', { timeZone: zone });
  return Date.parse(`${shown.replace(' ', 'T')}Z`);
}
