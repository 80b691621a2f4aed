import { GENERATOR_VERSION } from '../generator-version.ts';
import { RATIO_DIGITS } from '../truth/exact-ratio.ts';
import { manifestRecipe, type ManifestRecipe } from './social-manifest.ts';
import type { IntakeCounts } from '../truth/intake-truth.ts';
import type { SocialTruthState } from '../truth/social-truth.ts';
import type { Vault } from '../truth/vault-truth.ts';
import type { SocialRecipe } from './social-recipe.ts';
import type { SocialTable } from './social-row.ts';

type Counts = Readonly<Record<string, number>>;

/** What one day's files add to what the days before left. */
export interface DayTruth {
  readonly intake: Readonly<Record<SocialTable, IntakeCounts>>;
  readonly insertedRows: Readonly<Record<Vault, Counts>>;
  readonly hubAttributeConflicts: Counts;
}

/** `truth.json`: the expected outcome of loading day 1 .. `day`, each file as one batch in the order given. */
export interface SocialTruthDocument {
  readonly dataSet: 'social';
  readonly generatorVersion: string;
  readonly recipe: ManifestRecipe;
  readonly truth: 'computed' | 'not computed at this size';
  readonly batchOrder?: readonly string[];
  readonly ratios?: string;
  readonly day?: DayTruth;
  readonly cumulative?: SocialTruthState;
}

export function truthDocument(
  recipe: SocialRecipe,
  states?: { readonly before: SocialTruthState; readonly after: SocialTruthState },
): SocialTruthDocument {
  const head = {
    dataSet: 'social',
    generatorVersion: GENERATOR_VERSION,
    recipe: manifestRecipe(recipe),
  } as const;
  if (states === undefined) return { ...head, truth: 'not computed at this size' };
  return {
    ...head,
    truth: 'computed',
    batchOrder: ['users', 'groups', 'dialogs', 'group_log'],
    ratios: `exact decimal text, ${RATIO_DIGITS} digits after the point, half-up; null without joiners`,
    day: dayTruth(states.before, states.after),
    cumulative: states.after,
  };
}

const difference = (before: Counts, after: Counts): Counts =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, count]) => {
      const added = count - (before[name] ?? 0);
      return added === 0 && before[name] === undefined ? [] : [[name, added]];
    }),
  );

function dayTruth(before: SocialTruthState, after: SocialTruthState): DayTruth {
  const intake = (table: SocialTable): IntakeCounts => {
    const [old, now] = [before.intake[table], after.intake[table]];
    const reasons = difference(old.rejectedByReason, now.rejectedByReason);
    return {
      read: now.read - old.read,
      accepted: now.accepted - old.accepted,
      rejected: now.rejected - old.rejected,
      rejectedByReason: Object.fromEntries(Object.entries(reasons).filter(([, count]) => count !== 0)),
      collapsedDuplicates: now.collapsedDuplicates - old.collapsedDuplicates,
    };
  };
  return {
    intake: {
      users: intake('users'),
      groups: intake('groups'),
      dialogs: intake('dialogs'),
      group_log: intake('group_log'),
    },
    insertedRows: {
      'sprint6-canonical': difference(before.rows['sprint6-canonical'], after.rows['sprint6-canonical']),
      'event-hub': difference(before.rows['event-hub'], after.rows['event-hub']),
    },
    hubAttributeConflicts: difference(before.hubAttributeConflicts, after.hubAttributeConflicts),
  };
}
