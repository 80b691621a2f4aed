/** `100000` as `100 000`. */
export function shownCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ' ');
}

/** `4.1 MB`. Units: bytes in, powers of 1000 out. */
export function shownBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let size = bytes;
  let unit = -1;
  // 999.95 would be shown as 1000.0 of the smaller unit
  while (size >= 999.95 && unit < 3) {
    size /= 1000;
    unit++;
  }
  return `${size.toFixed(1)} ${['kB', 'MB', 'GB', 'TB'][unit] ?? 'kB'}`;
}

/** `0.4s`, `1m 05s`. Units: milliseconds in. */
export function shownDuration(milliseconds: number): string {
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)}s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
}
