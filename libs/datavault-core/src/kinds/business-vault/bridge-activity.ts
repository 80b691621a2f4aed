import type { ResolveScope } from '../../model/resolve-scope.ts';
import { asVersionedSatellite, contentOrder } from '../../model/versioned-satellite.ts';
import { asActivity, type LinkActivity } from '../../model/link-activity.ts';

/** The activity of a link: by the kind of satellite itself, or by the columns that the bridge names. */
export function resolveActivity(
  name: string,
  link: string,
  given: {
    readonly satellite: string;
    readonly until?: string | undefined;
    readonly status?: string | undefined;
    readonly deleted?: string | undefined;
  },
  scope: ResolveScope,
): LinkActivity | null {
  const entity = scope.entity(given.satellite);
  const own = asActivity(entity);
  const satellite = asVersionedSatellite(entity);
  const found = own ?? satellite;
  if (found === null) {
    scope.problem(
      name,
      `activity is kept by a satellite with versions, but ${scope.describe(given.satellite)}`,
    );
    return null;
  }
  if (found.parent !== link)
    scope.problem(name, `satellite ${found.name} describes ${found.parent}, not ${link}`);
  const place = {
    entity: found.name,
    schema: scope.naming.vaultSchema,
    name: found.name,
    hashKey: found.hashKey,
  };
  const { until, status } = given;
  if (until === undefined && status === undefined && own !== null) return { ...place, ...own.linkActivity };
  if (satellite === null || (until === undefined) === (status === undefined)) {
    scope.problem(name, `say which column of ${found.name} ends a link: \`until\` or \`status\``);
    return null;
  }
  const column = until ?? status ?? '';
  const kind = until === undefined ? 'text' : 'timestamp';
  const stored = payloadOf(satellite).find((item) => item.name === column);
  if (stored?.type.kind !== kind) {
    scope.problem(name, `satellite ${found.name} needs a ${kind} column ${column}`);
    return null;
  }
  const order = [
    ...(satellite.sequence ?? []).map((item) => item.name),
    ...contentOrder(satellite).map((item) => item.name),
  ];
  return {
    ...place,
    order: order.map((item) => ({ column: item, descending: false })),
    rule:
      until === undefined
        ? { kind: 'status', column, deleted: given.deleted ?? 'D' }
        : { kind: 'until', column },
  };
}

function payloadOf(
  entity: object,
): readonly { readonly name: string; readonly type: { readonly kind: string } }[] {
  return 'payload' in entity && Array.isArray(entity.payload) ? entity.payload : [];
}
