import { isCollisionSafe } from '../hash/collision-safety.ts';
import type { HashProfile } from '../hash/hash-profile.ts';

/** What can be done when two business keys have one hash: only rules that keep every text apart leave it to the digest. */
export function collisionFix(entity: string, { name, algorithm, key }: HashProfile): string {
  const keepFirst = `let ${entity} keep the first and warn: collisions: 'count'`;
  if (!isCollisionSafe(key)) {
    return `a value holds the delimiter ${shown(key.delimiter)} or the null token ${shown(key.nullToken)} of profile ${name}, so both keys are one text and no digest tells them apart; replace it while staging (withDerived), or ${keepFirst}`;
  }
  if (algorithm === 'sha256') return `please report these keys; to go on, ${keepFirst}`;
  return `plan a move to a profile with algorithm 'sha256' (planRehash), or ${keepFirst}`;
}

const shown = (text: string): string => JSON.stringify(text);
