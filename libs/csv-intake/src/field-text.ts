import type { RecordView } from './record-view.ts';

/** One field as written, without its quotes. */
export interface Field {
  readonly text: string;
  readonly quoted: boolean;
}

/** Where field `index` lies in `view.bytes`. Shape: [from, to). */
export function fieldRange(view: RecordView, index: number): readonly [from: number, to: number] {
  const { start, fieldEnds } = view;
  return [index === 0 ? start : start + fieldEnds[index - 1]! + 1, start + fieldEnds[index]!];
}

/** Field `index` decoded; bytes that are not UTF-8 become U+FFFD. */
export function fieldOf(view: RecordView, index: number, quote: string | null): Field {
  const [from, to] = fieldRange(view, index);
  const written = view.bytes.toString('utf8', from, to);
  if (quote === null || !written.startsWith(quote)) return { text: written, quoted: false };
  return { text: written.slice(1, -1).replaceAll(quote + quote, quote), quoted: true };
}
