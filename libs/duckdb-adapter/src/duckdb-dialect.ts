import { VaultwrightError } from '@vaultwright/datavault-core';
import {
  standardForms,
  type HashAlgorithm,
  type HashEncoding,
  type SqlDialect,
} from '@vaultwright/datavault-core/sql';
import { canonicalText } from './canonical-text.ts';
import { portableFunction } from './portable-function.ts';
import { quoteIdentifier, quoteText, typedLiteral } from './sql-literal.ts';
import { catalogTypeName, storedTypeName } from './stored-type-name.ts';

/**
 * How DuckDB spells what Vaultwright generates.
 *
 * Invariant: pure; importing it loads no driver. Vault tables carry no enforced key: a primary key makes a first load
 * six times slower, so uniqueness rests on one writer at a time and on the generated checks.
 */
export const duckdbDialect: SqlDialect = {
  ...standardForms,
  readsOwnWritesSlowly: true,
  name: 'duckdb',
  /** The engine has no limit of its own. */
  identifierBytes: 65_535,
  quoteIdentifier,
  typeName: storedTypeName,
  catalogType: catalogTypeName,
  literal: typedLiteral,
  placeholder: ({ name }) => `$${parameterName(name)}`,
  same: (left, right) => `${left} is not distinct from ${right}`,
  call: portableFunction,
  matches: (operand, pattern) => `regexp_full_match(${operand}, ${quoteText(pattern)})`,
  canonicalText,
  digest,
  tableClauses: () => [],
  workTableOpening: (name) => `create or replace temp table ${name}`,
  workTableClauses: () => [],
};

/**
 * `md5` gives hex text. The bytes go to uuid directly, a fifth cheaper than parsing the text as a uuid; the engine's
 * number form of md5 has its bytes reversed and no cast to uuid.
 */
function digest(operand: string, algorithm: HashAlgorithm, encoding: HashEncoding): string {
  const hex = `${algorithm}(${operand})`;
  switch (encoding) {
    case 'hexLower':
      return hex;
    case 'hexUpper':
      return `upper(${hex})`;
    case 'binary':
      return algorithm === 'md5' ? `cast(unhex(${hex}) as uuid)` : `unhex(${hex})`;
  }
}

function parameterName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new VaultwrightError({
    code: 'E-META-PARAMETER',
    family: 'metadata',
    title: 'a parameter name cannot be printed',
    where: JSON.stringify(name),
    found: 'other characters',
    allowed: 'a letter or underscore, then letters, digits and underscores',
    fix: 'rename the parameter',
  });
}
