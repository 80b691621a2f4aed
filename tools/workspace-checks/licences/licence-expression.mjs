/**
 * Whether an SPDX expression can be met with the allowed licences: `OR` needs one side, `AND` both.
 *
 * `WITH` exceptions only add permissions and are dropped.
 *
 * @param {string} expression such as `(MIT OR GPL-3.0-only) AND ISC`
 * @param {readonly string[]} allowed
 */
export function isMet(expression, allowed) {
  const words = expression.replaceAll(/[()]/g, ' $& ').split(/\s+/).filter(Boolean);
  let at = 0;
  const either = () => {
    let met = both();
    while (words[at]?.toUpperCase() === 'OR') {
      at += 1;
      met = both() || met;
    }
    return met;
  };
  const both = () => {
    let met = one();
    while (words[at]?.toUpperCase() === 'AND') {
      at += 1;
      met = one() && met;
    }
    return met;
  };
  const one = () => {
    if (words[at] === '(') {
      at += 1;
      const met = either();
      at += 1;
      return met;
    }
    const licence = words[at] ?? '';
    at += 1;
    if (words[at]?.toUpperCase() === 'WITH') at += 2;
    return allowed.includes(licence);
  };
  return either() && at === words.length;
}
