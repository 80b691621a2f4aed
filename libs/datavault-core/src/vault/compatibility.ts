import { z } from 'zod';
import type { HashProfile } from '../hash/hash-profile.ts';
import { automateDv, dv4dbt1, dv4dbt2 } from '../hash/presets.ts';
import { kindNames, type EntityModel } from './registry.ts';
import type { Naming } from '../metadata/naming.ts';

/** Options of entities by kind, for those that do not name them; an option that a kind does not have is a mistake. */
export const entityDefaultsSchema = z.partialRecord(z.enum(kindNames), z.record(z.string(), z.unknown()));
export type EntityDefaults = Readonly<
  Partial<Record<EntityModel['kind'], Readonly<Record<string, unknown>>>>
>;

/**
 * Everything a vault of another tool needs to be continued, as one value to spread into `defineVault`.
 *
 * Every part is plain data: spread it again to change it, and what an entity names itself counts before `defaults`.
 */
export interface Compatibility {
  readonly hashProfile: HashProfile;
  readonly naming: Partial<Naming>;
  readonly defaults: EntityDefaults;
}

/**
 * Continues vaults that AutomateDV loaded (macros of 0.11.5 were read, not run). Hash keys are named in each entity.
 *
 * Satellites compare with the latest version of a key whatever its load date, as those macros do.
 * Example: `defineVault('dv', { ...automateDvCompatibility, entities })`
 */
export const automateDvCompatibility: Compatibility = {
  hashProfile: automateDv,
  naming: {
    hashDiff: 'HASHDIFF',
    loadDate: 'LOAD_DATETIME',
    recordSource: 'RECORD_SOURCE',
  },
  defaults: {
    satellite: { candidates: 'all' },
  },
};

/**
 * Continues vaults that datavault4dbt loaded (macros of 2.0 were read, not run).
 *
 * `version` names the escaping rule: 1 before the words that replace special characters, 2 since. `emptyIsNull` holds on
 * Exasol, Synapse, Oracle, SQL Server and Fabric.
 * Example: `defineVault('dv', { ...datavault4dbtCompatibility({ version: 2 }), entities })`
 */
export function datavault4dbtCompatibility({
  version,
  emptyIsNull = false,
}: {
  readonly version: 1 | 2;
  readonly emptyIsNull?: boolean;
}): Compatibility {
  return {
    hashProfile: (version === 1 ? dv4dbt1 : dv4dbt2)({ emptyIsNull }),
    naming: { hashDiff: 'hashdiff', loadDate: 'ldts', recordSource: 'rsrc' },
    defaults: {
      hub: { onNullKey: 'unknown' },
      endDatedView: {
        loadEnd: 'ledts',
        openEnd: '8888-12-31 23:59:59.000000',
        endMinus: '1us',
      },
    },
  };
}

/** Entities as plain data, with the defaults of their vault under what they name themselves. */
export function withDefaults(data: unknown): unknown {
  if (!isRecord(data) || !isRecord(data['defaults']) || !Array.isArray(data['entities'])) return data;
  const { defaults } = data;
  const entities = data['entities'].map((entity: unknown) => {
    const own = isRecord(entity) ? defaults[String(entity['kind'])] : undefined;
    return isRecord(entity) && isRecord(own) ? { ...own, ...named(entity) } : entity;
  });
  return { ...data, entities };
}

/** The options that were named: undefined is as good as absent. */
function named(entity: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== undefined));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
