import { draw } from '../random/draw.ts';

/**
 * A number of events spread evenly over a stretch of time, with a random shift inside each event's own slot.
 *
 * Units: seconds. Invariant: times never decrease with the event number, hence events before an instant can be counted
 * without listing them.
 */
export interface EventSeries {
  readonly count: number;
  readonly start: number;
  readonly span: number;
  readonly key: number;
}

const SHIFT_FIELD = 900;

export function eventTime(series: EventSeries, number: number): number {
  const from = Math.floor((number * series.span) / series.count);
  const width = Math.floor(((number + 1) * series.span) / series.count) - from;
  return series.start + from + (width === 0 ? 0 : draw(series.key, number, SHIFT_FIELD) % width);
}

/** How many events of the series happen before the instant. */
export function eventsBefore(series: EventSeries, instant: number): number {
  if (series.count === 0 || instant <= series.start) return 0;
  let number = Math.min(series.count, Math.floor(((instant - series.start) * series.count) / series.span));
  while (number > 0 && eventTime(series, number - 1) >= instant) number -= 1;
  while (number < series.count && eventTime(series, number) < instant) number += 1;
  return number;
}
