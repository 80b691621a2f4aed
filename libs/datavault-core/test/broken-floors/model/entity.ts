export interface EntityBase {
  readonly name: string;
}
