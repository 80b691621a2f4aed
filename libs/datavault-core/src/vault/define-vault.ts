import { z } from 'zod';
import {
  entityDefinitionSchema,
  kindOf,
  type EntityDefinition,
  type EntityModel,
  type Vault,
} from './registry.ts';
import { hashProfileSchema, type HashProfile } from '../hash/hash-profile.ts';
import { hashProfiles, vaultwright1 } from '../hash/presets.ts';
import { waves } from '../model/entity.ts';
import { entityDefaultsSchema, withDefaults, type EntityDefaults } from './compatibility.ts';
import { givenOptions, unknownOptions } from '../metadata/given-options.ts';
import { invalidMetadata } from '../metadata/invalid-metadata.ts';
import { memberOf } from '../metadata/allowed-values.ts';
import { schemaMistakes } from '../metadata/schema-mistakes.ts';
import { ResolveScope } from '../model/resolve-scope.ts';
import { namingSchema, type Naming } from '../metadata/naming.ts';
import { sourceContractSchema, type Source } from '../metadata/source.ts';

/** A vault as plain data, as JSON or YAML would give it. Unknown keys are errors. */
const vaultDefinitionSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_-]*$/, 'must be lower-case letters, digits, - and _'),
  hashProfile: z
    .union([z.enum(Object.keys(hashProfiles) as [string, ...string[]]), hashProfileSchema])
    .default(vaultwright1.name),
  naming: namingSchema.prefault({}),
  /** `entity.column` to the name the column had before, for columns that were renamed since the vault was loaded. */
  renamed: z.record(z.string(), z.string().min(1)).default({}),
  /** Options by kind for entities that do not name them. */
  defaults: entityDefaultsSchema.default({}),
  sources: z.array(sourceContractSchema),
  entities: z.array(entityDefinitionSchema),
});
export type VaultDefinition = z.input<typeof vaultDefinitionSchema>;

/** What the `define*` functions of the kinds return: a definition, and the contract of the source that feeds it, if one does. */
export interface DefinedEntity {
  readonly definition: EntityDefinition;
  readonly source?: Source;
  /** Instead of `source`, for an entity that several sources may feed. */
  readonly sources?: readonly Source[];
}

export interface VaultOptions {
  readonly entities: readonly DefinedEntity[];
  readonly hashProfile?: HashProfile;
  readonly naming?: Partial<Naming>;
  /** `entity.column` to the name the column had before it was renamed. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Options by kind for entities that do not name them, as `automateDvCompatibility` has. */
  readonly defaults?: EntityDefaults;
}

const vaultOptions: readonly (keyof VaultOptions)[] = [
  'entities',
  'hashProfile',
  'naming',
  'renamed',
  'defaults',
];

/**
 * Puts entities together into a vault and proves what the compiler cannot.
 *
 * Errors: `E-META-INVALID`, listing every mistake.
 */
export function defineVault(name: string, options: VaultOptions): Vault {
  const unknown = unknownOptions(name, options, vaultOptions);
  if (unknown.length > 0) throw invalidMetadata(`vault ${name}`, unknown, vaultOptions.join(', '));
  const contracts = options.entities.flatMap(
    ({ source, sources: several = source === undefined ? [] : [source] }) =>
      several.map(({ contract }) => contract),
  );
  const sources = new Map(contracts.map((contract) => [contract.name, contract]));
  const namesakes = contracts.filter(
    ({ name: source, columns }) => !sameColumns(columns, sources.get(source)?.columns),
  );
  if (namesakes.length > 0) throw invalidMetadata(`vault ${name}`, [...new Set(namesakes.map(namesake))]);
  return parseVault({
    name,
    hashProfile: options.hashProfile ?? vaultwright1,
    naming: options.naming ?? {},
    renamed: options.renamed ?? {},
    sources: [...sources.values()],
    defaults: options.defaults ?? {},
    entities: options.entities.map(({ definition }) => givenOptions(definition)),
  });
}

function sameColumns(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function namesake({ name }: { readonly name: string }): string {
  return `${name}: two sources have this name, with different columns; give one of them another`;
}

/**
 * Reads a vault given as plain data.
 *
 * Errors: `E-META-INVALID`, listing every mistake with its path.
 */
export function parseVault(data: unknown): Vault {
  const whole = withDefaults(data);
  const parsed = vaultDefinitionSchema.safeParse(whole);
  if (!parsed.success) throw invalidMetadata('vault', vaultMistakes(whole));
  const { name, sources, entities, naming, renamed } = parsed.data;
  const hashProfile =
    typeof parsed.data.hashProfile === 'string'
      ? (hashProfiles[parsed.data.hashProfile] ?? vaultwright1)
      : parsed.data.hashProfile;
  const scope = new ResolveScope(
    sources,
    hashProfile,
    naming,
    new Map(entities.map((entity) => [entity.name, entity.kind])),
  );
  const ordered = waves.flatMap((wave) => entities.filter((entity) => kindOf(entity).wave === wave));
  const models = ordered.flatMap((definition) =>
    scope.resolve(definition, kindOf(definition)),
  ) as EntityModel[];
  if (scope.problems.length > 0) throw invalidMetadata(`vault ${name}`, scope.problems);
  return { name, hashProfile, naming, renamed, sources, entities: models };
}

/** What is wrong with the data of a vault: the path, and beside it the name of the source or entity that it lies in. */
function vaultMistakes(data: unknown): string[] {
  return schemaMistakes(vaultDefinitionSchema, data).map(({ path, sentence }) => {
    const name = path.slice(0, 2).reduce<unknown>(memberOf, data);
    const owner = memberOf(name, 'name');
    const place = path.map(String).join('.') || '(vault)';
    return `${place}${typeof owner === 'string' ? ` (${owner})` : ''}: ${sentence}`;
  });
}
