import type { DerivedCondition, DerivedValue } from './derived-value.ts';

/**
 * A derived value of one row, as canonical text; the definition that the SQL of every dialect must equal.
 *
 * `column` gives a column's canonical text. Errors: `TypeError` for a value that is written in SQL.
 */
export function evaluateDerived(of: DerivedValue, column: (name: string) => string | null): string | null {
  const value = (part: DerivedValue): string | null => evaluateDerived(part, column);
  switch (of.node) {
    case 'column':
      return column(of.name);
    case 'constant':
      return of.value;
    case 'concat': {
      const texts = of.parts.map(value);
      return texts.includes(null) ? null : texts.join('');
    }
    case 'coalesce':
      return of.parts.map(value).find((text) => text !== null) ?? null;
    case 'choose':
      return value(holds(of.when, value) ? of.result : of.otherwise);
    case 'trim':
      return value(of.of)?.replace(/^ +| +$/g, '') ?? null;
    case 'upperAscii':
      return value(of.of)?.replace(/[a-z]/g, (letter) => letter.toUpperCase()) ?? null;
    case 'lowerAscii':
      return value(of.of)?.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) ?? null;
    case 'nullIfEmpty':
      return value(of.of) || null;
    case 'substring': {
      const text = value(of.of);
      return text === null
        ? null
        : Array.from(text)
            .slice(of.from - 1, of.from - 1 + of.length)
            .join('');
    }
    case 'asText':
      return value(of.of);
    case 'add':
    case 'subtract':
    case 'multiply': {
      const [left, right] = [value(of.left), value(of.right)];
      return left === null || right === null ? null : computed(of.node, left, right);
    }
    case 'sql':
      throw new TypeError('a value written in SQL has no meaning in TypeScript');
  }
}

function holds(condition: DerivedCondition, value: (of: DerivedValue) => string | null): boolean {
  return condition.node === 'isNull'
    ? value(condition.of) === null
    : value(condition.left) === value(condition.right);
}

function computed(operator: 'add' | 'subtract' | 'multiply', left: string, right: string): string {
  const [leftScale, rightScale] = [scaleOf(left), scaleOf(right)];
  if (operator === 'multiply') {
    return plainDecimal(scaled(left, leftScale) * scaled(right, rightScale), leftScale + rightScale);
  }
  const scale = Math.max(leftScale, rightScale);
  const [a, b] = [scaled(left, scale), scaled(right, scale)];
  return plainDecimal(operator === 'add' ? a + b : a - b, scale);
}

function scaleOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function scaled(text: string, scale: number): bigint {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
}

/** Plain notation without trailing zeros of the fraction and without a negative zero. */
function plainDecimal(digits: bigint, scale: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const fraction = scale === 0 ? '' : text.slice(-scale).replace(/0+$/, '');
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
