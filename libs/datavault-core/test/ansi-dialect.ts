import { standardForms, type SqlDialect } from '../src/sql/dialect.ts';

/** Prints standard-looking SQL for tests of texts; no engine runs it. */
export const ansiDialect: SqlDialect = {
  ...standardForms,
  name: 'ansi',
  identifierBytes: 128,
  quoteIdentifier: (name) => `"${name.replaceAll('"', '""')}"`,
  typeName: ({ kind }) => kind,
  catalogType: ({ kind }) => kind,
  literal: (value, { kind }) =>
    value === null ? 'null' : kind === 'int' ? value : `'${value.replaceAll("'", "''")}'`,
  placeholder: ({ name }) => `:${name}`,
  same: (left, right) => `${left} is not distinct from ${right}`,
  call: (name, operands) => `${name}(${operands.join(', ')})`,
  matches: (operand, pattern) => `${operand} matches '${pattern}'`,
  canonicalText: (operand, { kind }) => `text_of_${kind}(${operand})`,
  digest: (operand, algorithm) => `${algorithm}(${operand})`,
  tableClauses: () => [],
  workTableOpening: (name) => `create temporary table ${name}`,
  workTableClauses: () => [],
};
