/** Options that had another name before 0.1.0. */
const renamed: Readonly<Record<string, string>> = { also: 'furtherSources' };

/** `unknown option businesKey; did you mean businessKey? allowed: …`. */
export function unknownOption(written: string, allowed: readonly string[]): string {
  const now = renamed[written];
  const near = now !== undefined && allowed.includes(now) ? now : nearestOption(written, allowed);
  const guess = near === null ? '' : near === now ? `it is called ${now}; ` : `did you mean ${near}? `;
  return `unknown option ${written}; ${guess}allowed: ${allowed.join(', ')}`;
}

/** The option that was most likely meant: at most two letters, or a third of them, are other ones. */
function nearestOption(written: string, allowed: readonly string[]): string | null {
  const near = allowed
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase()) }))
    .sort((one, other) => one.distance - other.distance)[0];
  const most = Math.max(2, Math.floor(written.length / 3));
  return near !== undefined && near.distance <= most && near.distance < near.name.length ? near.name : null;
}

/** Letters to insert, remove or replace until one word is the other. */
function editDistance(one: string, other: string): number {
  const start = Array.from({ length: other.length + 1 }, (_, place) => place);
  const last = one.split('').reduce((above, letter, line) => {
    const row = [line + 1];
    for (let place = 0; place < other.length; place += 1) {
      const replaced = (above[place] ?? 0) + (other[place] === letter ? 0 : 1);
      row.push(Math.min(replaced, (above[place + 1] ?? 0) + 1, (row[place] ?? 0) + 1));
    }
    return row;
  }, start);
  return last[other.length] ?? 0;
}
