import type { Cell } from '../files/csv-text.ts';
import type { GeneratedRecord } from './generated-record.ts';
import type { RowChunk } from './row-section.ts';
import type { DefectMark, RowDefect, SocialDefect } from './social-defects.ts';
import type { TableForm } from './table-form.ts';

/** Where faults fall in one file, and what they are made of. */
export interface DefectPlan<Row> {
  readonly form: TableForm<Row>;
  readonly wanted: ReadonlySet<SocialDefect>;
  /** Every kind hits one row in this many. */
  readonly period: number;
  /** A row like this one that would change the figures if a loader took it. */
  readonly decoy: (row: Row, at: number) => Row;
  /** Columns of this row printed as `22.0` for reasons other than a fault. */
  readonly floatColumns: (row: Row, at: number) => readonly number[];
}

const WIDE_MARK: DefectMark = { kind: 'id-over-32-bits', outcome: 'loaded' };
const FIELD_COUNT_DEFECTS: readonly RowDefect[] = ['missing-column', 'extra-column', 'trailing-empty-column'];

/** Kinds that a table can show, in the order of their places within a period. */
function placedKinds<Row>({ form, wanted }: DefectPlan<Row>): RowDefect[] {
  const kinds: RowDefect[] = [
    'duplicate',
    'float-integer',
    ...FIELD_COUNT_DEFECTS,
    ...(Object.keys(form.spoiled) as RowDefect[]),
  ];
  return kinds.filter((kind) => wanted.has(kind));
}

/**
 * Turns the rows of a chunk into records and adds the faults whose places fall into it.
 *
 * Invariant: the accepted rows, duplicates apart, are the rows given: switching faults on or off never changes them.
 */
export function* withRowDefects<Row>(
  plan: DefectPlan<Row>,
  { firstRow, rows }: RowChunk<Row>,
): Generator<GeneratedRecord<Row>> {
  const kinds = placedKinds(plan);
  const places = new Map(
    kinds.map((kind, at) => [Math.floor(((2 * at + 1) * plan.period) / (2 * kinds.length)), kind]),
  );
  const wide = plan.wanted.has('id-over-32-bits');
  for (const [offset, row] of rows.entries()) {
    const at = firstRow + offset;
    const kind = places.get(at % plan.period);
    const marks: DefectMark[] = wide && (plan.form.key(row) ?? 0) > 0xffff_ffff ? [WIDE_MARK] : [];
    const floats = kind === 'float-integer' ? plan.form.floatColumns : plan.floatColumns(row, at);
    if (kind === 'float-integer') marks.push({ kind, outcome: 'loaded' });
    const cells = withFloats(plan.form.cells(row), floats);
    yield { row, cells, marks };
    if (kind === 'duplicate') yield { row, cells, marks: [...marks, { kind, outcome: 'collapsed' }] };
    else if (kind !== undefined && kind !== 'float-integer') yield spoiledRecord(plan, kind, row, at);
  }
}

function withFloats(cells: Cell[], columns: readonly number[]): Cell[] {
  for (const column of columns) {
    const cell = cells[column];
    if (typeof cell === 'string') cells[column] = `${cell}.0`;
  }
  return cells;
}

function spoiledRecord<Row>(
  plan: DefectPlan<Row>,
  kind: RowDefect,
  row: Row,
  at: number,
): GeneratedRecord<Row> {
  const cells = plan.form.cells(plan.decoy(row, at));
  const spoiled = plan.form.spoiled[kind];
  if (spoiled !== undefined) {
    cells[spoiled.column] = spoiled.values[Math.floor(at / plan.period) % spoiled.values.length]!;
    return { reject: spoiled.reason, cells, marks: [{ kind, outcome: 'rejected', reason: spoiled.reason }] };
  }
  if (kind === 'missing-column') cells.pop();
  else cells.push(kind === 'extra-column' ? 'surplus' : null);
  return { reject: 'FIELD_COUNT', cells, marks: [{ kind, outcome: 'rejected', reason: 'FIELD_COUNT' }] };
}
