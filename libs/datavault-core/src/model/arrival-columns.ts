import type { Naming } from '../metadata/naming.ts';
import type { TableColumn } from '../sql/query.ts';
import { loadDate, recordSource } from './parameters.ts';

/** The columns every vault table ends with. */
export function arrivalColumns(naming: Naming): TableColumn[] {
  return [
    { name: naming.loadDate, type: loadDate.type, nullable: false },
    { name: naming.recordSource, type: recordSource.type, nullable: false },
  ];
}
