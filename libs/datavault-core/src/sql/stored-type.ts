import type { ColumnType } from '../metadata/column.ts';

/** Every type that a generated table can hold. */
export type StoredType = ColumnType;
