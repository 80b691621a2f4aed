/**
 * The UTC instant at which clocks of a zone show a local time.
 *
 * A local time that clocks skip gives the instant as far after the gap; one that they show twice gives the first.
 * Shape: `YYYY-MM-DD`, `HH:MM:SS`, IANA zone name; returns milliseconds since 1970. Errors: `RangeError` for an unknown zone.
 */
export function zonedInstant(date: string, time: string, zone: string): number {
  const wanted = Date.parse(`${date}T${time}Z`);
  if (zone === 'UTC') return wanted;
  const day = 86_400_000;
  const offsets = [wanted - day, wanted + day].map((instant) => shownAt(instant, zone) - instant);
  const instants = offsets.map((offset) => wanted - offset);
  const exact = instants.filter((instant) => shownAt(instant, zone) === wanted);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...instants);
}

/** What clocks of a zone show at an instant, as if they showed UTC. */
function shownAt(instant: number, zone: string): number {
  const format = formatOf(zone);
  const part = Object.fromEntries(
    format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
  );
  const year = part['year'] ?? 0;
  const shown = Date.UTC(
    year,
    (part['month'] ?? 1) - 1,
    part['day'],
    part['hour'],
    part['minute'],
    part['second'],
  );
  // Date.UTC takes years below 100 as 19xx.
  return year < 100 ? new Date(shown).setUTCFullYear(year) : shown;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}
