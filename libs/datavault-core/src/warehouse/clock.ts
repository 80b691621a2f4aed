/** Port: the present instant. Tests fix it. */
export interface Clock {
  /** Units: microseconds since 1970-01-01 UTC. */
  now(): bigint;
}

/** Port: fresh identifiers for runs and load attempts; sortable text of `[0-9A-Z]`. */
export interface RunIds {
  next(): string;
}
