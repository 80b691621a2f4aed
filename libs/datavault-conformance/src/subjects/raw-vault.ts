import type { Vault } from '@vaultwright/datavault-core';
import { rowsOf, type ReferenceState } from '../reference/state.ts';
import { caseArbitrary, orderedCaseArbitrary } from '../law-history.ts';
import type { LawSubject } from '../law-subjects.ts';

/** Two hubs, a link between them, satellites of versions and of events, both orphan policies. */
export const rawVaultSubject: LawSubject = {
  name: 'hubs, links, satellites',
  cases: caseArbitrary,
  ordered: orderedCaseArbitrary,
  orderFree: ['hub', 'link', 'nonHistorizedSatellite'],
  classes: ['inserted', 'known', 'duplicate', 'nullKey', 'held', 'released', 'late', 'tie', 'refused batch'],
  countEnd: (vault, state) => ({ tie: tiesOf(vault, state) }),
};

/** Different versions of one key with one load date. */
function tiesOf(vault: Vault, state: ReferenceState): number {
  return vault.entities
    .filter(({ kind }) => kind === 'satellite')
    .reduce((sum, entity) => {
      const rows = rowsOf(state, entity.name);
      const moments = new Set(rows.map((row) => `${row[entity.hashKey]} ${row[vault.naming.loadDate]}`));
      return sum + rows.length - moments.size;
    }, 0);
}
