import { drawBelow } from '../random/draw.ts';
import { GOLDEN_ANSWER } from './golden-answer.ts';
import { invitesOf, leaversOf, rejoinsOf } from './group-size.ts';
import type { GroupSize } from './group-size.ts';

/** Groups of the golden preset in age order: the published counts, then small younger groups with 5..150 writers. */
export function goldenSizes(groups: number, key: number): GroupSize[] {
  return Array.from({ length: groups }, (_, ageIndex) => {
    const published = GOLDEN_ANSWER.find((group) => group.ageRank === ageIndex + 1);
    return published === undefined ? youngerSize(key, ageIndex) : publishedSize(published);
  });
}

function publishedSize(group: (typeof GOLDEN_ANSWER)[number]): GroupSize {
  const leavers = leaversOf(group.added);
  return {
    added: group.added,
    leavers,
    rejoins: rejoinsOf(leavers),
    writers: group.writers,
    commaWriters: group.writers - group.writersWithoutQuotes,
    inviters: group.inviters,
    // Never fewer invitations than inviters, so that every inviter invites.
    invites: Math.max(invitesOf(group.added), group.inviters),
  };
}

function youngerSize(key: number, ageIndex: number): GroupSize {
  const writers = 5 + drawBelow(key, ageIndex, 1, 146);
  const added = Math.ceil((writers * 100) / (30 + drawBelow(key, ageIndex, 2, 31)));
  const leavers = leaversOf(added);
  return {
    added,
    leavers,
    rejoins: rejoinsOf(leavers),
    writers,
    commaWriters: Math.floor((writers * 22) / 100),
    inviters: Math.ceil((added * 15) / 100),
    invites: invitesOf(added),
  };
}
