/**
 * The published answer for the ten oldest groups, in its order: joined, wrote, conversion to three digits.
 *
 * Kept apart from the generator and the report on purpose, so that neither can move the mark it is measured by.
 */
export const goldenAnswer = [
  { joined: 4794, wrote: 2760, conversion: '0.576' },
  { joined: 4311, wrote: 2450, conversion: '0.568' },
  { joined: 4172, wrote: 2363, conversion: '0.566' },
  { joined: 3781, wrote: 2126, conversion: '0.562' },
  { joined: 4298, wrote: 2387, conversion: '0.555' },
  { joined: 3575, wrote: 1968, conversion: '0.550' },
  { joined: 3725, wrote: 2046, conversion: '0.549' },
  { joined: 3405, wrote: 1779, conversion: '0.522' },
  { joined: 2505, wrote: 1138, conversion: '0.454' },
  { joined: 1914, wrote: 861, conversion: '0.450' },
];

/**
 * Compares a printed table with the published answer.
 *
 * Shape: cells stand two or more spaces apart; thousands may be parted by a space, a comma or a thin space.
 *
 * @param {string} printed
 * @returns {string[]} one sentence per difference
 */
export function compareWithGolden(printed) {
  const rows = printed.split('\n').flatMap((line) => {
    const cells = line
      .trim()
      .split(/ {2,}|\s*[|│]\s*/)
      .map(plainNumber);
    const first = cells.findIndex(
      (cell, index) => isCount(cell) && isCount(cells[index + 1]) && isRatio(cells[index + 2]),
    );
    if (first < 0) return [];
    return [{ joined: Number(cells[first]), wrote: Number(cells[first + 1]), conversion: cells[first + 2] }];
  });
  const differences = goldenAnswer.flatMap((golden, index) => {
    const row = rows[index];
    const found = row === undefined ? 'no such row' : Object.values(row).join(' ');
    const expected = Object.values(golden).join(' ');
    return found === expected ? [] : [`place ${index + 1}: expected ${expected}, printed ${found}`];
  });
  if (rows.length > goldenAnswer.length)
    differences.push(`${rows.length} rows, expected ${goldenAnswer.length}`);
  return differences;
}

function plainNumber(cell) {
  return cell.replaceAll(/(?<=\d)[ ,\u00a0\u202f](?=\d{3}(?!\d))/g, '');
}

function isCount(cell = '') {
  return /^\d+$/.test(cell);
}

function isRatio(cell = '') {
  return /^[01][.,]\d{3}$/.test(cell);
}
