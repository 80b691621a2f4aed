import type { Naming } from '../metadata/naming.ts';
import type { TableColumn } from '../sql/query.ts';
import { loadDate, loadId, recordSource } from './parameters.ts';

/** The columns every vault table ends with. */
export function arrivalColumns(naming: Naming): TableColumn[] {
  return [
    { name: naming.loadDate, type: loadDate.type, nullable: false },
    { name: naming.recordSource, type: recordSource.type, nullable: false },
  ];
}

/** The columns that tables of held and late rows add: the attempt that brought the row, and why it is here. */
export function setAsideColumns(naming: Naming): TableColumn[] {
  return [
    { name: naming.loadId, type: loadId.type, nullable: false },
    { name: 'reason', type: { kind: 'text', length: 128 }, nullable: false },
  ];
}
