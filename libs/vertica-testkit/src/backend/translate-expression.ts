import { literalText } from '../lint/literal-text.ts';
import { childNode, isNode, ownTokens, type Leaf, type SyntaxNode } from '../lint/syntax-node.ts';
import { columnTypeOf, engineType, isText, type ColumnType } from './column-type.ts';
import { callOf } from './engine-function.ts';
import { translateCall } from './translate-call.ts';

/** What a `?` is: declared by the cast around it, or left to the engine. */
export interface ParameterUse {
  readonly declared: ColumnType | null;
}

export interface Translation {
  /** Filled while the statement is translated, in order of the places. */
  readonly parameters: ParameterUse[];
  /** Engine types of parameters that no cast declares, once the engine has told them; null for text. */
  readonly inferred: readonly (string | null)[] | null;
  /** Off: a date or time cast of a column's value gives NULL instead of an error. */
  readonly strictTimeCasts: boolean;
}

/** Prints any node in the engine's words. */
export function translate(item: SyntaxNode | Leaf, state: Translation): string {
  if (!isNode(item)) return item.leading + translateToken(item);
  switch (item.kind) {
    case 'parameter':
      return leadingOf(item) + translateParameter(state, null);
    case 'castCall':
      return leadingOf(item) + castTo(item, operandOf(item), state, false);
    case 'cast':
      return leadingOf(item) + castTo(item, operandOf(item), state, false);
    case 'tryCast':
      return leadingOf(item) + castTo(item, operandOf(item), state, true);
    case 'call':
      return leadingOf(item) + translateCall(item, state);
    default:
      return item.children.map((child) => translate(child, state)).join('');
  }
}

export function translateParameter(state: Translation, declared: ColumnType | null): string {
  const place = state.parameters.length;
  state.parameters.push({ declared });
  if (declared !== null) return 'cast(? as varchar)';
  if (state.inferred === null) return '?';
  const inferred = state.inferred[place] ?? null;
  if (inferred === null || inferred === 'VARCHAR') return 'cast(? as varchar)';
  if (inferred === 'BLOB') return 'unhex(cast(? as varchar))';
  if (inferred === 'TIMESTAMP') return zonelessTime('cast(? as varchar)', 'cast');
  return `cast(cast(? as varchar) as ${inferred})`;
}

/** A text as a literal of the engine. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** White space and comments before the first token of a node. */
function leadingOf(node: SyntaxNode): string {
  const [first] = node.children;
  if (first === undefined) return '';
  return isNode(first) ? leadingOf(first) : first.leading;
}

function operandOf(node: SyntaxNode): SyntaxNode {
  return node.children.find(
    (child): child is SyntaxNode => isNode(child) && child.kind !== 'type',
  ) as SyntaxNode;
}

function translateToken({ token }: Leaf): string {
  if (token.kind === 'escapeString') return quoteText(literalText(token) ?? '');
  if (token.kind === 'symbol' && token.text === '<=>') return 'is not distinct from';
  return token.text;
}

const timeTypes = ['date', 'time', 'timestamp', 'timestamptz'];

function castTo(node: SyntaxNode, operand: SyntaxNode, state: Translation, isTry: boolean): string {
  const type = columnTypeOf(childNode(node, 'type') as SyntaxNode);
  const value =
    operand.kind === 'parameter' ? translateParameter(state, type) : translate(operand, state).trimStart();
  return printCast(value, type, isTry || isLenient(type, operand, state));
}

function isLenient(type: ColumnType, operand: SyntaxNode, { strictTimeCasts }: Translation): boolean {
  return !strictTimeCasts && timeTypes.includes(type.name) && readsColumn(operand);
}

function readsColumn(node: SyntaxNode): boolean {
  return node.kind === 'column' || node.children.some((child) => isNode(child) && readsColumn(child));
}

/** A time whose text names a zone is converted to the session's, although its type has none: so the manual says. */
export function zonelessTime(value: string, cast: 'cast' | 'try_cast'): string {
  return `${cast}(${cast}(${value} as timestamptz) as timestamp)`;
}

/** Prints the cast of a printed value. */
export function printCast(value: string, type: ColumnType, isTry: boolean): string {
  const cast = isTry ? 'try_cast' : 'cast';
  if (isText(type))
    return type.length === null
      ? callOf('as_text', value)
      : callOf('cut', callOf('as_text', value), type.length);
  switch (type.name) {
    case 'timestamp':
      return zonelessTime(value, cast);
    case 'int':
      return callOf(isTry ? 'try_integer' : 'integer', value);
    case 'binary':
      return callOf('binary', `${cast}(${value} as blob)`, String(type.length));
    case 'varbinary':
    case 'long varbinary':
      return callOf('varbinary', `${cast}(${value} as blob)`, String(type.length));
    default:
      return `${cast}(${value} as ${engineType(type)})`;
  }
}

/** Words and symbols that stand directly in a node, lower case. */
export function wordsOf(node: SyntaxNode): string[] {
  return ownTokens(node).map(({ text }) => text.toLowerCase());
}
