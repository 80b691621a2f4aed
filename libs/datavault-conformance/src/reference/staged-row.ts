import { hashDiff, type HashPart, type Vault } from '@vaultwright/datavault-core';
import {
  type SatelliteBase,
  stagedColumns,
  type SourceContract,
  hubKeyRecipe,
  isLinkKey,
  type KeyRecipe,
  type LinkKeyRecipe,
} from '@vaultwright/datavault-core/model';
import { hubKeyOf, inOrder, linkKeyOf, type KeyPart } from './keys.ts';
import type { ReferenceBatch, ReferenceRow } from './state.ts';

/** The hash key that a recipe makes of a staged row; null when the key is missing. */
export function keyOf(vault: Vault, source: string, recipe: KeyRecipe, row: ReferenceRow): string | null {
  return isLinkKey(recipe)
    ? linkKeyOf(vault.hashProfile, recipe, partsIn(vault, source, row))
    : hubKeyOf(vault.hashProfile, hubKeyRecipe(recipe), partsIn(vault, source, row));
}

/** The hash keys of a link's participants as they are stored; null where a required one is missing. */
export function participantsOf(
  vault: Vault,
  source: string,
  recipe: LinkKeyRecipe,
  row: ReferenceRow,
): readonly (string | null)[] {
  return inOrder(vault.hashProfile, recipe, partsIn(vault, source, row)).map(({ stored }) => stored);
}

function partsIn(vault: Vault, source: string, row: ReferenceRow) {
  const { columns } = contractOf(vault, source);
  return (name: string): KeyPart => {
    const part = partOf(vault, source, name, row);
    return { ...part, prehashed: part.kind === 'hash' && name in columns };
  };
}

/** Several staged values as parts of a hash. */
export function partsOf(
  vault: Vault,
  source: string,
  columns: readonly string[],
  row: ReferenceRow,
): HashPart[] {
  return columns.map((name) => partOf(vault, source, name, row));
}

/** A staged value as part of a hash. */
export function partOf(vault: Vault, source: string, name: string, row: ReferenceRow): HashPart {
  const staged = stagedColumns(contractOf(vault, source), vault.hashProfile);
  const column = staged.find((candidate) => candidate.name === name);
  if (column === undefined) throw new TypeError(`source ${source} has no column ${name}`);
  return { name, kind: column.type.kind, text: row[name] ?? null };
}

/** The payload of a satellite's row. */
export function payloadOf(
  model: Pick<SatelliteBase, 'payload'>,
  { values }: SatelliteBase['feeds'][number],
  row: ReferenceRow,
): ReferenceRow {
  return Object.fromEntries(
    model.payload.map(({ name }, index) => {
      const value = values[index] ?? name;
      return [name, typeof value === 'string' ? (row[value] ?? null) : value.constant];
    }),
  );
}

/** The hash diff of a payload, under the names that the satellite gives its columns. */
export function diffOf(vault: Vault, model: Pick<SatelliteBase, 'payload'>, payload: ReferenceRow): string {
  const parts = model.payload.map(({ name, type }): HashPart => ({
    name,
    kind: type.kind,
    text: payload[name] ?? null,
  }));
  return hashDiff(vault.hashProfile, parts).toLowerCase();
}

/** The columns that every stored row ends with: from the source's own columns, or from the batch. */
export function arrivalOf(
  { vault, loadDate, recordSource }: ReferenceBatch,
  source: string,
  row: ReferenceRow,
): ReferenceRow {
  const { arrival } = contractOf(vault, source);
  const { naming } = vault;
  return {
    [naming.loadDate]: arrival.loadDate === null ? loadDate : (row[arrival.loadDate] ?? null),
    [naming.recordSource]: arrival.recordSource === null ? recordSource : (row[arrival.recordSource] ?? null),
  };
}

export function contractOf(vault: Vault, source: string): SourceContract {
  const contract = vault.sources.find(({ name }) => name === source);
  if (contract === undefined) throw new TypeError(`vault ${vault.name} has no source ${source}`);
  return contract;
}
