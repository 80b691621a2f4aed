import type { WorkPhase } from '../run-profile.ts';

/** How people call what a run works on. */
export const workLabels: Readonly<Record<WorkPhase, string>> = {
  open: 'connect, create tables',
  list: 'list files',
  fetch: 'fetch and scan',
  'work-tables': 'work tables',
  lock: 'wait for the lock',
  land: 'stage: land',
  rules: 'rules, held rows',
  'prepared-stage': 'prepared stage',
  collect: 'collect',
  check: 'check',
  keep: 'stage: keep',
  insert: 'insert',
  compute: 'computed tables',
  ledger: 'ledger',
  commit: 'commit',
  statistics: 'statistics',
  other: 'other',
};

/** A name cut in its middle where it is too long, since names tend to differ at their ends. Units: characters. */
export function shortName(name: string, width: number): string {
  const characters = Array.from(name);
  if (characters.length <= width) return name;
  const gap = '..';
  const kept = Math.max(width - gap.length, 0);
  const head = Math.ceil(kept / 2);
  return `${characters.slice(0, head).join('')}${gap}${characters.slice(characters.length - (kept - head)).join('')}`;
}
