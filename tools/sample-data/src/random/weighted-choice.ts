/** Running totals of integer weights, ready for a search. */
export interface WeightedChoice {
  /** Shape: one more entry than there are weights; starts with 0, ends with the total. */
  readonly starts: Float64Array;
  readonly total: number;
}

export function weightedChoice(weights: ArrayLike<number>): WeightedChoice {
  const starts = new Float64Array(weights.length + 1);
  for (let index = 0; index < weights.length; index += 1)
    starts[index + 1] = starts[index]! + weights[index]!;
  return { starts, total: starts[weights.length]! };
}

/** Index of the weight that covers `point`, which is below the total; entries of weight 0 are never chosen. */
export function chosenIndex(choice: WeightedChoice, point: number): number {
  let low = 0;
  let high = choice.starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (choice.starts[middle]! <= point) low = middle;
    else high = middle - 1;
  }
  return low;
}
