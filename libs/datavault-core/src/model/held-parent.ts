import type { OrphanPolicy } from './entity.ts';
import type { ResolveScope } from './resolve-scope.ts';

interface Described {
  readonly name: string;
  readonly of: string;
  readonly from: string;
  readonly furtherSources?: readonly { readonly from: string }[];
  readonly orphans: OrphanPolicy;
}

/**
 * Notes an entity that stops at rows which its link keeps waiting: both are fed by one source, so the first held row of
 * the link would stop the batch.
 */
export function refuseHeldParent(described: Described, scope: ResolveScope): void {
  const { name, of, from, furtherSources = [], orphans } = described;
  const parent = scope.entity(of);
  if (orphans !== 'fail' || parent === undefined) return;
  if (!('orphans' in parent) || parent.orphans !== 'hold') return;
  const shared = [from, ...furtherSources.map((feed) => feed.from)].find((source) =>
    parent.feeds.some((feed) => feed.source === source),
  );
  if (shared === undefined) return;
  scope.problem(
    name,
    `source ${shared} feeds ${of} too, which holds rows whose keys its hubs lack, but ${name} stops the batch at them; give ${name} orphans: 'hold', or ${of} orphans: 'fail'`,
  );
}
