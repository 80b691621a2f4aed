import { VaultwrightError } from '../errors.ts';
import type { SqlCompiler } from './compile.ts';
import type { Expression, OrderTerm } from './expression.ts';
import { bracketedParts, indent } from './indent.ts';

const windowNames = {
  rowNumber: 'row_number',
  rank: 'rank',
  denseRank: 'dense_rank',
  lag: 'lag',
  lead: 'lead',
  count: 'count',
  sum: 'sum',
  min: 'min',
  max: 'max',
} as const;
const frames = {
  untilCurrent: 'rows between unbounded preceding and current row',
  beforeCurrent: 'rows between unbounded preceding and 1 preceding',
} as const;

export function compileExpression(expression: Expression, compiler: SqlCompiler): string {
  const { dialect } = compiler;
  const print = (operand: Expression): string => compileExpression(operand, compiler);
  switch (expression.node) {
    case 'column': {
      const name = compiler.identifier(expression.name);
      return expression.relation === null ? name : `${compiler.identifier(expression.relation)}.${name}`;
    }
    case 'parameter':
      return `cast(${compiler.parameter(expression.parameter)} as ${dialect.typeName(expression.parameter.type)})`;
    case 'literal':
      return dialect.literal(expression.value, expression.type);
    case 'compare':
      return `${operand(expression.left, compiler)} ${expression.operator} ${operand(expression.right, compiler)}`;
    case 'same':
      return dialect.same(operand(expression.left, compiler), operand(expression.right, compiler));
    case 'isNull':
      return `${operand(expression.operand, compiler)} is null`;
    case 'isNotNull':
      return `${operand(expression.operand, compiler)} is not null`;
    case 'and':
    case 'or':
      return expression.operands.map((part) => operand(part, compiler)).join(` ${expression.node} `);
    case 'not':
      return `not ${operand(expression.operand, compiler)}`;
    case 'oneOf':
      return `${operand(expression.operand, compiler)} in (${expression.values.map(print).join(', ')})`;
    case 'inQuery':
      return `${operand(expression.operand, compiler)} in (\n${indent(compiler.query(expression.query))}\n)`;
    case 'exists':
      return `exists (\n${indent(compiler.query(expression.query))}\n)`;
    case 'case': {
      const branches = expression.branches.map(
        ({ condition, result }) => `when ${print(condition)} then ${print(result)}`,
      );
      const otherwise = expression.otherwise === null ? [] : [`else ${print(expression.otherwise)}`];
      const lines = [...branches, ...otherwise];
      const single = `case ${lines.join(' ')} end`;
      return single.length <= 100 && !single.includes('\n')
        ? single
        : `case\n${indent(lines.join('\n'))}\nend`;
    }
    case 'coalesce':
      return `coalesce(${expression.operands.map(print).join(', ')})`;
    case 'concat':
      return expression.operands.map((part) => operand(part, compiler)).join(' || ');
    case 'call':
      return dialect.call(expression.function, expression.arguments.map(print));
    case 'dialectSql':
      return `(${textFor(dialect.name, expression.texts)})`;
    case 'matches':
      return dialect.matches(print(expression.operand), expression.pattern);
    case 'cast':
      return `cast(${print(expression.operand)} as ${dialect.typeName(expression.type)})`;
    case 'canonicalText':
      return dialect.canonicalText(operand(expression.operand, compiler), expression.type);
    case 'digest':
      return dialect.digest(print(expression.operand), expression.algorithm, expression.encoding);
    case 'aggregate':
      return `${expression.function}(${expression.operand === null ? '*' : print(expression.operand)})`;
    case 'extreme':
      return dialect.extreme(expression.function, print(expression.operand), expression.type);
    case 'arithmetic':
      return `${operand(expression.left, compiler)} ${expression.operator} ${operand(expression.right, compiler)}`;
    case 'window': {
      const inner =
        expression.operand === null
          ? expression.function === 'count'
            ? '*'
            : ''
          : print(expression.operand);
      const partition =
        expression.partitionBy.length === 0
          ? []
          : [`partition by ${expression.partitionBy.map(print).join(', ')}`];
      const order =
        expression.orderBy.length === 0
          ? []
          : [`order by ${orderTerms(expression.orderBy, compiler).join(', ')}`];
      const frame = expression.frame === undefined ? [] : [frames[expression.frame]];
      return `${windowNames[expression.function]}(${inner}) over ${bracketedParts([...partition, ...order, ...frame])}`;
    }
  }
}

export function orderTerms(terms: readonly OrderTerm[], compiler: SqlCompiler): string[] {
  return terms.map(
    ({ by, direction = 'asc', nulls = 'first' }) =>
      `${compileExpression(by, compiler)} ${direction} nulls ${nulls}`,
  );
}

/** Brackets around everything that does not bind tightly by itself, so that mixed operators can never regroup. */
function operand(expression: Expression, compiler: SqlCompiler): string {
  const text = compileExpression(expression, compiler);
  switch (expression.node) {
    case 'and':
    case 'or':
    case 'not':
    case 'compare':
    case 'same':
    case 'concat':
    case 'arithmetic':
    case 'matches':
      return `(${text})`;
    default:
      return text;
  }
}

function textFor(dialect: string, texts: Readonly<Record<string, string>>): string {
  const text = texts[dialect];
  if (text !== undefined) return text;
  throw new VaultwrightError({
    code: 'E-META-SQL',
    family: 'metadata',
    title: `a value has no SQL for ${dialect}`,
    where: 'derived column',
    found: `SQL for ${Object.keys(texts).join(', ')}`,
    allowed: 'an expression for every engine the vault is loaded on',
    fix: `give the derived column a text for ${dialect}, or use portable expressions`,
  });
}
