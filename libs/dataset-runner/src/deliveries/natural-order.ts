/** Compares names with runs of digits as numbers: `users_2` comes before `users_10`. Invariant: a total order. */
export function compareNames(left: string, right: string): number {
  const [lefts, rights] = [partsOf(left), partsOf(right)];
  for (let place = 0; place < Math.min(lefts.length, rights.length); place += 1) {
    const order = compareParts(lefts[place] ?? '', rights[place] ?? '');
    if (order !== 0) return order;
  }
  return lefts.length - rights.length || compareText(left, right);
}

function partsOf(name: string): string[] {
  return name.match(/[0-9]+|[^0-9]+/g) ?? [];
}

function compareParts(left: string, right: string): number {
  if (!isNumber(left) || !isNumber(right)) return compareText(left, right);
  const [plainLeft, plainRight] = [left, right].map((digits) => digits.replace(/^0+(?=.)/, '')) as [
    string,
    string,
  ];
  return plainLeft.length - plainRight.length || compareText(plainLeft, plainRight);
}

function isNumber(part: string): boolean {
  return part >= '0' && part <= '9\uFFFF';
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
