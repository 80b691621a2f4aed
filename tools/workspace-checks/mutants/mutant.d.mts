/** A known error: name, file, text that is there (its first occurrence is taken), what replaces it, test file, name of the test. */
export type Mutant = readonly [
  name: string,
  file: string,
  from: string,
  to: string,
  test: string,
  title: string,
];
