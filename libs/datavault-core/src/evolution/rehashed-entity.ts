import type { HashProfile } from '../hash/hash-profile.ts';
import { kindOf, type EntityModel, type Vault } from '../vault/registry.ts';
import { keyExpression } from '../stage/key-expression.ts';
import { storedKey } from '../kinds/insert-once/hub-load.ts';
import type { LinkBase } from '../kinds/insert-once/link-base.ts';
import { zeroKey, zeroKeyNames } from '../stage/zero-keys.ts';
import { column, equal, not, or, when, type Expression } from '../sql/expression.ts';
import { diffHash, type HashOperand } from '../sql/hash-expression.ts';
import {
  from,
  table,
  type JoinTerm,
  type SelectColumn,
  type Statement,
  type TableColumn,
  type TableDefinition,
} from '../sql/query.ts';
import { keyMapName } from './rehash-names.ts';

type Hub = Extract<EntityModel, { kind: 'hub' }>;
type AnyLink = Extract<EntityModel, { kind: 'link' | 'nonHistorizedLink' }>;

/** One entity on its way from one hash profile to another. */
export class RehashedEntity {
  readonly #schema: string;

  constructor(
    private readonly entity: EntityModel,
    private readonly stored: Vault,
    private readonly next: Vault,
  ) {
    this.#schema = stored.naming.vaultSchema;
  }

  /** Why the entity cannot be hashed again; empty when it can. */
  obstacles(): readonly string[] {
    const { entity } = this;
    if (kindOf(entity).rehashable !== true)
      return [`${entity.name}: the rows of a ${entity.kind} hold hashes that cannot be computed again`];
    const [own] = kindOf(entity).tables(entity, this.stored);
    const handled = new Set([
      entity.hashKey,
      ...('participants' in entity ? entity.participants.map(({ name }) => name) : []),
      ...('hashDiff' in entity && entity.hashDiff !== null ? [entity.hashDiff] : []),
    ]);
    const strange = (own?.columns ?? []).filter(
      ({ name, type }) => type.kind === 'hash' && !handled.has(name),
    );
    const prehashed = isHub(entity) && entity.businessKey.length === 0;
    return [
      ...strange.map(({ name }) => `${entity.name}.${name} is itself a hash; what was hashed is not stored`),
      ...(prehashed ? [`${entity.name}: its business key is not stored`] : []),
      ...('keyInDiff' in entity && entity.keyInDiff.length > 0
        ? [`${entity.name}: its hash diff begins with the key of ${entity.parent}`]
        : []),
    ];
  }

  /** Fills the map of old to new keys; null when the entity's key is another entity's. */
  get map(): readonly Statement[] | null {
    const { entity } = this;
    if (!isHub(entity) && !isLink(entity)) return null;
    const into = table(this.#schema, keyMapName(entity.name));
    const old = column('stored', entity.hashKey);
    const zero = zeroKeyNames.map((name) => equal(old, zeroKey(this.stored.hashProfile, name)));
    const columns = ['old_key', 'new_key'];
    return [
      {
        node: 'insert',
        into,
        columns,
        query: {
          node: 'select',
          columns: [
            { name: 'old_key', value: old },
            { name: 'new_key', value: isHub(entity) ? this.#hubKey(entity) : this.#linkKey(entity) },
          ],
          from: from(table(this.#schema, entity.name), 'stored'),
          ...(isLink(entity) ? { joins: this.#hubsOf(entity) } : {}),
          where: not(or(...zero)),
        },
      },
      ...zeroKeyNames.map((name): Statement => ({
        node: 'insert',
        into,
        columns,
        query: {
          node: 'select',
          columns: [
            { name: 'old_key', value: zeroKey(this.stored.hashProfile, name) },
            { name: 'new_key', value: zeroKey(this.next.hashProfile, name) },
          ],
        },
      })),
    ];
  }

  /** Copies a table's rows with new hashes. */
  copy(source: TableDefinition, target: TableDefinition): Statement {
    const keys = this.#keyColumns();
    const columns = target.columns.map(({ name }): SelectColumn => ({
      name,
      value: this.#valueOf(name, keys),
    }));
    return {
      node: 'insert',
      into: table(target.schema, target.name),
      columns: columns.map(({ name }) => name),
      query: {
        node: 'select',
        columns,
        from: from(table(source.schema, source.name), 'stored'),
        joins: [...keys].map(([name, owner]): JoinTerm => ({
          kind: 'inner',
          ...from(table(this.#schema, keyMapName(owner)), `${name}_map`),
          on: equal(column(`${name}_map`, 'old_key'), column('stored', name)),
        })),
      },
    };
  }

  /** Columns that hold a key, with the entity whose key it is. */
  #keyColumns(): ReadonlyMap<string, string> {
    const { entity } = this;
    if (isHub(entity)) return new Map([[entity.hashKey, entity.name]]);
    if (isLink(entity)) {
      return new Map([
        [entity.hashKey, entity.name],
        ...entity.participants.map(({ name, hub }) => [name, hub] as const),
      ]);
    }
    return 'parent' in entity ? new Map([[entity.hashKey, entity.parent]]) : new Map();
  }

  #valueOf(name: string, keys: ReadonlyMap<string, string>): Expression {
    const { entity } = this;
    if (keys.has(name)) return column(`${name}_map`, 'new_key');
    if ('hashDiff' in entity && entity.hashDiff === name) return this.#diff(name);
    return column('stored', name);
  }

  /** The diff of the stored payload; that of a ghost stays a ghost's. */
  #diff(name: string): Expression {
    const entity = this.entity as EntityModel & {
      readonly payload: readonly TableColumn[];
      readonly compared?: readonly string[];
    };
    const operands = entity.payload
      .filter((item) => entity.compared?.includes(item.name) ?? true)
      .map((item): HashOperand => ({ ...item, value: column('stored', item.name) }));
    const zero = (profile: HashProfile): Expression => zeroKey(profile, 'unknown');
    return when(
      equal(column('stored', name), zero(this.stored.hashProfile)),
      zero(this.next.hashProfile),
      diffHash(this.next.hashProfile, operands),
    );
  }

  #hubKey(hub: Hub): Expression {
    const parts = hub.businessKey.map(({ name }) => name);
    const operandOf = (name: string) => operand(storedKey(hub, this.stored), name, 'stored');
    const recipe = { columns: parts, nullKeyRule: hub.nullKeyRule };
    return keyExpression(this.next.hashProfile, recipe, operandOf).value;
  }

  /** The link's key from the business keys of its hubs, which are joined under the participants' names. */
  #linkKey(link: AnyLink): Expression {
    const [feed] = link.feeds;
    const participants = link.participants.map(({ name, hub, optional }) => ({
      columns: this.#hub(hub).businessKey.map((part) => JSON.stringify([name, part.name])),
      nullKeyRule: this.#hub(hub).nullKeyRule,
      optional,
    }));
    const recipe = {
      participants,
      childKey: link.childKey.map(({ name }) => JSON.stringify(['', name])),
      childNull: feed?.key.childNull ?? ('nullKey' as const),
      symmetric: feed?.key.symmetric ?? false,
    };
    return keyExpression(this.next.hashProfile, recipe, (name) => {
      const [participant, part] = JSON.parse(name) as [string, string];
      const owner = link.participants.find((candidate) => candidate.name === participant);
      return owner === undefined
        ? operand(link.childKey, part, 'stored')
        : operand(storedKey(this.#hub(owner.hub), this.stored), part, `${participant}_hub`);
    }).value;
  }

  #hubsOf(link: LinkBase): JoinTerm[] {
    return link.participants.map(({ name, hub, hubKey }) => ({
      kind: 'left',
      ...from(table(this.#schema, hub), `${name}_hub`),
      on: equal(column(`${name}_hub`, hubKey), column('stored', name)),
    }));
  }

  #hub(name: string): Hub {
    const found = this.stored.entities.find((candidate) => candidate.name === name);
    if (found === undefined || !isHub(found)) throw new TypeError(`${name} is no hub`);
    return found;
  }
}

function operand(columns: readonly TableColumn[], name: string, relation: string) {
  const found = columns.find((candidate) => candidate.name === name);
  if (found === undefined) throw new TypeError(`there is no column ${name}`);
  return { ...found, value: column(relation, name), prehashed: false };
}

function isHub(entity: EntityModel): entity is Hub {
  return entity.kind === 'hub';
}

function isLink(entity: EntityModel): entity is AnyLink {
  return entity.kind === 'link' || entity.kind === 'nonHistorizedLink';
}
