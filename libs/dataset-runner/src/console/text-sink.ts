/** Where text goes: a stream of the process, or a list in a test. */
export interface TextSink {
  /** True for a person's terminal. */
  readonly isTTY: boolean;
  write(text: string): void;
}
