/**
 * Starts work on up to `parallel` items at a time and yields the results in the order of the items.
 *
 * Invariant: results that wait for their turn count as under way, so no more than `parallel` exist besides the one yielded.
 * Errors: the failure of the earliest item; the others are left to settle and are never unhandled.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  parallel: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  let next = 0;
  const fill = () => {
    for (; underWay.length < parallel && next < items.length; next += 1) {
      const started = work(items[next] as T);
      started.catch(() => undefined);
      underWay.push(started);
    }
  };
  fill();
  for (let first = underWay.shift(); first !== undefined; first = underWay.shift()) {
    const result = await first;
    fill();
    yield result;
  }
}
