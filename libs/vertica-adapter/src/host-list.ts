/** One server to try. */
export interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** Reads `a`, `a:5434`, `[::1]:5433`, lists of them, or one text with commas; null for anything else. */
export function readHosts(given: unknown, port: number): readonly HostAddress[] | null {
  const items = typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : [];
  const hosts = items.map((item: unknown) => (typeof item === 'string' ? readHost(item.trim(), port) : null));
  return hosts.length > 0 && hosts.every((host) => host !== null) ? hosts : null;
}

/** As {@link readHosts}, for settings that were checked. */
export function parseHosts(given: string | readonly string[], port: number): readonly HostAddress[] {
  return readHosts(given, port) ?? [];
}

function readHost(text: string, port: number): HostAddress | null {
  const parts = /^(?:\[([0-9a-f:.%]+)\]|([a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?))(?::(\d{1,5}))?$/i.exec(text);
  // An address of version 6 may stand without brackets when no port follows.
  if (parts === null)
    return /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text) ? { host: text, port } : null;
  const [, bracketed, plain, own] = parts;
  const number = own === undefined ? port : Number(own);
  return number >= 1 && number <= 65_535 ? { host: bracketed ?? plain ?? '', port: number } : null;
}
