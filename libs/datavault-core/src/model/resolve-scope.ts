import type { EntityBase } from './entity.ts';
import { hashTypeOf, type HashProfile } from '../hash/hash-profile.ts';
import type { Naming } from '../metadata/naming.ts';
import type { SourceContract } from '../metadata/source.ts';
import { stageColumns, stagedColumns, type StagedColumn } from './staged-columns.ts';

interface Resolver<Definition, Model> {
  resolve(definition: Definition, scope: ResolveScope): Model | null;
}

/** Looks names up while a vault is resolved, and collects every mistake instead of stopping at the first. */
export class ResolveScope {
  readonly problems: string[] = [];
  readonly #entities = new Map<string, EntityBase>();
  readonly #spellings = new Map<string, string>();

  constructor(
    readonly sources: readonly SourceContract[],
    readonly hashProfile: HashProfile,
    readonly naming: Naming,
    /** Kind of every declared entity by name, those that are not resolved yet included. */
    private readonly declared: ReadonlyMap<string, string>,
  ) {
    for (const source of sources) {
      this.#checkColumns(source);
      this.#checkStaging(source);
      this.#checkArrival(source);
    }
  }

  /** Resolves one entity and makes it known to later ones; returns it in a list, or an empty list after a mistake. */
  resolve<Definition extends { name: string }, Model extends EntityBase>(
    definition: Definition,
    kind: Resolver<Definition, Model>,
  ): Model[] {
    const folded = definition.name.toLowerCase();
    const other = this.#spellings.get(folded);
    if (other !== undefined) {
      this.problem(definition.name, `the name is taken by ${other}; names must differ in more than case`);
    }
    this.#spellings.set(folded, definition.name);
    const model = kind.resolve(definition, this);
    if (model === null) return [];
    this.#entities.set(model.name, model);
    return [model];
  }

  problem(where: string, sentence: string): void {
    this.problems.push(`${where}: ${sentence}`);
  }

  entity(name: string): EntityBase | undefined {
    return this.#entities.get(name);
  }

  /** Entities that are resolved by now, in load order. */
  resolved(): readonly EntityBase[] {
    return [...this.#entities.values()];
  }

  /** The kind of an entity of this name, whether it is resolved or not. */
  declaredKind(name: string): string | undefined {
    return this.declared.get(name);
  }

  /** What there is of this name, for a sentence about why it does not fit. */
  describe(name: string): string {
    const kind = this.declared.get(name);
    return kind === undefined ? `${name} does not exist` : `${name} is a ${kind}`;
  }

  /** The staged column, or undefined after the mistake was noted. */
  column(where: string, sourceName: string, name: string): StagedColumn | undefined {
    const source = this.sources.find((candidate) => candidate.name === sourceName);
    if (source === undefined) {
      this.problem(
        where,
        `source ${sourceName} does not exist; known: ${this.sources.map((known) => known.name).join(', ')}`,
      );
      return undefined;
    }
    const columns = stagedColumns(source, this.hashProfile);
    const found = columns.find((column) => column.name === name);
    if (found === undefined) {
      this.problem(
        where,
        `source ${sourceName} has no column ${name}; it has ${columns.map((column) => column.name).join(', ')}`,
      );
    }
    return found;
  }

  /** A column fit to be part of a key. */
  keyColumn(where: string, sourceName: string, name: string): StagedColumn | undefined {
    const found = this.column(where, sourceName, name);
    if (found?.type.kind === 'float')
      this.problem(where, `column ${name} is a float, which cannot be part of a key`);
    if (found?.pii) this.problem(where, `column ${name} is personal data, which cannot be part of a key`);
    return found;
  }

  /** Notes a hash that a file delivers as the whole of a key when the vault's own keys are of another type. */
  prehashedKey(where: string, sourceName: string, names: readonly string[]): void {
    const [only] = names;
    const type = this.sources.find(({ name }) => name === sourceName)?.columns[only ?? '']?.type;
    if (names.length !== 1 || type?.kind !== 'hash') return;
    const own = hashTypeOf(this.hashProfile);
    if (type.bytes !== own.bytes || type.encoding !== own.encoding) {
      this.problem(
        where,
        `column ${only} is a hash of ${type.bytes} bytes (${type.encoding}), but keys are of ${own.bytes} bytes (${own.encoding})`,
      );
    }
  }

  /** Notes physical columns of one table that differ in case only or repeat each other. */
  distinctColumns(where: string, names: readonly string[]): void {
    const seen = new Set<string>();
    for (const name of names) {
      const folded = name.toLowerCase();
      if (seen.has(folded)) this.problem(where, `column ${name} appears twice`);
      seen.add(folded);
    }
  }

  /** Columns must differ in more than case, as engines see it, and leave the staging table its own. */
  #checkColumns(source: SourceContract): void {
    const own = [this.naming.loadId, this.naming.sourceObject].map((name) => name.toLowerCase());
    for (const name of Object.keys(source.columns).filter((column) => own.includes(column.toLowerCase())))
      this.problem(
        `${source.name}.${name}`,
        `staging keeps a column ${name} of its own; name the column otherwise and give it .aliases('${name}')`,
      );
    const spelled = new Map<string, string>();
    for (const { name } of stageColumns(source, this.hashProfile).columns) {
      const other = spelled.get(name.toLowerCase());
      if (other !== undefined)
        this.problem(
          `${source.name}.${name}`,
          `differs from column ${other} in case only; name one of them otherwise and give it .aliases('${name}')`,
        );
      spelled.set(name.toLowerCase(), name);
    }
  }

  #checkArrival({ name: source, arrival: { loadDate, recordSource } }: SourceContract): void {
    const demand = (place: string, column: string | null, kind: string): void => {
      const found = column === null ? undefined : this.column(`${source}.${place}`, source, column);
      if (found && found.type.kind !== kind)
        this.problem(`${source}.${place}`, `column ${column} is ${found.type.kind}, but a ${kind} is needed`);
      if (found?.nullable) this.problem(`${source}.${place}`, `column ${column} may be empty`);
    };
    demand('arrival.loadDate', loadDate, 'timestamp');
    demand('arrival.recordSource', recordSource, 'text');
  }

  #checkStaging(source: SourceContract): void {
    for (const mistake of stageColumns(source, this.hashProfile).mistakes) this.problem(source.name, mistake);
    for (const [name, { from }] of Object.entries(source.staging.lookups)) {
      if ('source' in from && !this.sources.some((other) => other.name === from.source))
        this.problem(source.name, `lookup ${name} reads source ${from.source}, which does not exist`);
      if ('entity' in from && !this.declared.has(from.entity))
        this.problem(source.name, `lookup ${name} reads ${from.entity}, which does not exist`);
    }
  }
}
