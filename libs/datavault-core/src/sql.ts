/** The relational nodes that kinds emit, the compiler that prints them, and the port that a dialect fills. */
export { SqlCompiler, compileStatement } from './sql/compile.ts';
export { countScans, type Scans } from './sql/count-scans.ts';
export { standardForms, type SqlDialect } from './sql/dialect.ts';
export * from './sql/expression.ts';
export { guardedValue } from './sql/guarded-value.ts';
export { comparable, diffHash, keyHash, type HashOperand } from './sql/hash-expression.ts';
export * from './sql/query.ts';
export {
  engineStatement,
  type CompiledStatement,
  type Parameter,
  type ParameterValues,
  type StatementClass,
} from './sql/statement.ts';
export type { StoredType } from './sql/stored-type.ts';
export { keyExpression, type KeyOperand } from './stage/key-expression.ts';
