/** Choices of whoever runs a load; what changes values belongs to the contract instead. */
export interface CsvOptions {
  /** Zero bytes: refuse the file (default), or take it as a file without records. */
  readonly onEmptyObject?: 'fail' | 'accept';
  /** A header name that the contract does not know: refuse the file (default), or leave that column out. */
  readonly onExtraColumn?: 'fail' | 'ignore';
  /** What messages call the file; default: the contract's name. A name that ends in `.gz` is that of a gzip file. */
  readonly object?: string;
}
