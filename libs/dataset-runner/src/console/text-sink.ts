/** Where text goes: a stream of the process, or a list in a test. */
export interface TextSink {
  /** True for a person's terminal. */
  readonly isTTY: boolean;
  /** Units: characters in a line of the terminal; absent where there is none. */
  readonly columns?: number;
  write(text: string): void;
}
