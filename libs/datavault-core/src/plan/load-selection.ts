import { VaultwrightError } from '../errors.ts';
import type { EntityModel, Vault } from '../vault/registry.ts';
import type { ColumnType } from '../metadata/column.ts';
import { and, column, equal, type Expression } from '../sql/expression.ts';

/** Staged rows of one rank or one period, given as canonical text; `before` is not part of the period. */
export type RowSelection =
  | { readonly column: string; readonly type: ColumnType; readonly equals: string }
  | { readonly column: string; readonly type: ColumnType; readonly from: string; readonly before: string };

/** The condition that a selection puts on staged rows. */
export function rowsOnly(selection: RowSelection): Expression {
  const own = column(null, selection.column);
  const value = (text: string): Expression => ({
    node: 'cast',
    operand: { node: 'literal', value: text, type: { kind: 'text', length: 1 } },
    type: selection.type,
  });
  if ('equals' in selection) return equal(own, value(selection.equals));
  return and(
    { node: 'compare', operator: '>=', left: own, right: value(selection.from) },
    { node: 'compare', operator: '<', left: own, right: value(selection.before) },
  );
}

/** The entities of a vault by name, in load order. Errors: `E-META-INVALID` for a name that is not there. */
export function chosenEntities(vault: Vault, names: readonly string[] | undefined): readonly EntityModel[] {
  if (names === undefined) return vault.entities;
  const unknown = names.filter((name) => !vault.entities.some((entity) => entity.name === name));
  if (unknown.length > 0) {
    throw new VaultwrightError({
      code: 'E-META-INVALID',
      family: 'metadata',
      title: 'an entity to load does not exist',
      where: `vault ${vault.name}`,
      found: unknown.join(', '),
      allowed: vault.entities.map(({ name }) => name).join(', '),
      fix: 'name entities of the vault',
    });
  }
  return vault.entities.filter(({ name }) => names.includes(name));
}
