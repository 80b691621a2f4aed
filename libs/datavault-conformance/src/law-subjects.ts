import type fc from 'fast-check';
import type { Vault, LoadResult } from '@vaultwright/datavault-core';
import type { EntityModel } from '@vaultwright/datavault-core/model';
import type { ReferenceState } from './reference/state.ts';
import type { LawCase } from './law-history.ts';
import { businessVaultSubject } from './subjects/business-vault.ts';
import { effectivitySubject } from './subjects/effectivity.ts';
import { multiActiveSubject } from './subjects/multi-active.ts';
import { rawVaultSubject } from './subjects/raw-vault.ts';
import { referenceDataSubject } from './subjects/reference-data.ts';
import { satelliteSubject } from './subjects/satellite.ts';
import { trackingSubject } from './subjects/tracking.ts';
import { setsSubject } from './subjects/sets.ts';
import { statusTrackingSubject } from './subjects/status-tracking.ts';
import { stagingSubject } from './subjects/staging.ts';

/** Vaults and histories that put some kinds to the test; one file for each in `subjects/`. */
export interface LawSubject {
  readonly name: string;
  /** Histories in any order, with batches delivered again. */
  readonly cases: fc.Arbitrary<LawCase>;
  /** Histories whose load dates strictly increase, that repeat nothing and that no policy refuses. */
  readonly ordered: fc.Arbitrary<LawCase>;
  /** Kinds whose identities do not depend on how the rows are split and ordered; empty skips that law. */
  readonly orderFree: readonly EntityModel['kind'][];
  /** Classes that the histories must meet at least once in a run, `refused batch` among them where policies refuse. */
  readonly classes: readonly string[];
  /** What a result adds to the classes; the fields of the result by default, and `released` for held rows. */
  readonly count?: (result: LoadResult, vault: Vault) => Readonly<Record<string, number>>;
  /** What the end of a history adds to the classes. */
  readonly countEnd?: (vault: Vault, state: ReferenceState) => Readonly<Record<string, number>>;
}

export const lawSubjects: readonly LawSubject[] = [
  rawVaultSubject,
  setsSubject,
  satelliteSubject,
  trackingSubject,
  referenceDataSubject,
  multiActiveSubject,
  statusTrackingSubject,
  effectivitySubject,
  stagingSubject,
  businessVaultSubject,
];
