/** Rows of one chunk before faults are injected. */
export interface RowChunk<Row> {
  /** Number of the first row within the file, from 0. */
  readonly firstRow: number;
  readonly rows: readonly Row[];
}

/** A stretch of a file whose chunks can be produced alone and in any order. */
export interface RowSection<Row> {
  readonly rowCount: number;
  readonly chunkCount: number;
  /** Shape: `firstRow` counts from the start of the section. */
  readonly chunk: (index: number) => RowChunk<Row>;
}

const CHUNK_ROWS = 8192;

/** A section whose every row is a function of its number. */
export function rangeSection<Row>(rowCount: number, rowAt: (row: number) => Row): RowSection<Row> {
  return {
    rowCount,
    chunkCount: Math.ceil(rowCount / CHUNK_ROWS),
    chunk: (index) => {
      const firstRow = index * CHUNK_ROWS;
      const length = Math.min(CHUNK_ROWS, rowCount - firstRow);
      return { firstRow, rows: Array.from({ length }, (_, at) => rowAt(firstRow + at)) };
    },
  };
}

/** The sections of a file one after the other. */
export function joinedSections<Row>(sections: readonly RowSection<Row>[]): RowSection<Row> {
  return {
    rowCount: sections.reduce((sum, section) => sum + section.rowCount, 0),
    chunkCount: sections.reduce((sum, section) => sum + section.chunkCount, 0),
    chunk: (index) => {
      let rowsBefore = 0;
      let chunksBefore = 0;
      for (const section of sections) {
        if (index < chunksBefore + section.chunkCount) {
          const { firstRow, rows } = section.chunk(index - chunksBefore);
          return { firstRow: rowsBefore + firstRow, rows };
        }
        rowsBefore += section.rowCount;
        chunksBefore += section.chunkCount;
      }
      throw new RangeError(`chunk ${index} of ${chunksBefore}`);
    },
  };
}
