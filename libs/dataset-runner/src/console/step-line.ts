import type { RunStep, StepEvent } from '../run-event.ts';
import { shownCount, shownDuration } from './shown-number.ts';

export const stepLabels: Readonly<Record<RunStep, string>> = {
  fetch: 'fetch',
  stage: 'stage',
  hubs: 'hubs',
  links: 'links',
  satellites: 'sats',
  tracking: 'tracking',
  references: 'refs',
  asOf: 'as of',
  pointInTime: 'pit',
  views: 'views',
  checks: 'checks',
};

/** Counts that are shown even when zero, in this order; every other count is shown when it is not zero. */
const alwaysShown: Readonly<Record<RunStep, readonly string[]>> = {
  fetch: [],
  stage: ['read', 'loaded', 'rejected'],
  hubs: ['new', 'known'],
  links: ['new', 'known'],
  satellites: ['new', 'same', 'late'],
  tracking: ['new', 'known', 'late'],
  references: ['new', 'known'],
  asOf: ['new', 'known'],
  pointInTime: ['new', 'known'],
  views: [],
  checks: ['passed', 'failed', 'warned'],
};

const subjectWidth = 28;
const numberWidth = 10;
const wordWidth = 8;

/** `staging.group_log   100 000 read   99 997 ok   3 rejected   0.4s`, in columns that line up between lines. */
export function stepText(event: StepEvent): string {
  const first = alwaysShown[event.step].filter((name) => event.counts[name] !== undefined);
  const rest = Object.keys(event.counts).filter((name) => !first.includes(name) && event.counts[name] !== 0);
  const columns = [...first, ...rest].map(
    (name) =>
      `${shownCount(event.counts[name] ?? 0).padStart(numberWidth)} ${wordOf(name).padEnd(wordWidth)}`,
  );
  return `${event.subject.padEnd(subjectWidth)}${columns.join(' ')} ${shownDuration(event.milliseconds).padStart(6)}${rateOf(event)}`;
}

/** Rows a second of a step that was long enough to tell. */
function rateOf({ counts, milliseconds }: StepEvent): string {
  const rows = counts['read'] ?? 0;
  if (rows === 0 || milliseconds < 100) return '';
  return `  ${shownCount(Math.round((rows * 1000) / milliseconds))} rows/s`;
}

/** A step that ended may still hold bad news. */
export function stepMark(event: StepEvent): 'done' | 'failed' | 'warned' {
  if ((event.counts['failed'] ?? 0) > 0) return 'failed';
  return (event.counts['warned'] ?? 0) > 0 ? 'warned' : 'done';
}

function wordOf(name: string): string {
  return name === 'loaded' ? 'ok' : name;
}
