/** Which objects are a source's, and what they say of their deliveries. */
export interface SourceFiles {
  /** Name of the source's contract. */
  readonly name: string;
  /**
   * Pattern of the names below the configured root. Default: `<name>.csv` or `<name>` with `.`, `_` or `-` and more before
   * `.csv`, in any folder.
   *
   * Shape: `*` stands for anything but `/`, `**` for folders, `?` for one character; `{word}` captures, `{date:yyyy-MM-dd}`
   * captures a part of the date: yyyy, MM, dd, HH, mm, ss, or ww for a week of ISO 8601.
   * Example: `users/{day:yyyy-MM-dd}/users_{part}.csv`
   */
  readonly files?: string;
  /**
   * Where the date of a delivery comes from: its name, the modification time in the store, or the clock of the run that
   * sees it first. Default: the name if the pattern captures a date, else arrival.
   */
  readonly date?: DateRule;
  /** IANA zone of the dates in names. Default: UTC. */
  readonly zone?: string;
  /**
   * Makes one delivery of all objects that differ in `*`, `?`, `{part}` or the counting capture only, and says when it is
   * complete: with whatever is listed, when an object of the marker's name is there, or when there are as many parts as
   * the named capture says. Default: each object is a delivery.
   */
  readonly parts?: 'all' | { readonly marker: string } | { readonly count: string };
  /** A new name with the content of another delivery: load it (default), or leave it out. */
  readonly knownContent?: 'load' | 'skip';
  /** An object of zero bytes: refuse it (default), or take it as one without records. */
  readonly onEmptyObject?: 'fail' | 'accept';
  /** A column that the contract does not know: refuse the object (default), or leave the column out. */
  readonly onExtraColumn?: 'fail' | 'ignore';
  /** No object of the source is listed: go on without (default), or fail. */
  readonly onMissing?: 'ignore' | 'fail';
}

export type DateRule = 'name' | 'modified' | 'arrival';
