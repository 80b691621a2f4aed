import type { SourceFiles } from '../deliveries/source-files.ts';

/** What whoever starts a run chooses over the settings of its sources. */
export interface IntakeChoices extends Partial<
  Pick<SourceFiles, 'knownContent' | 'onEmptyObject' | 'onExtraColumn' | 'onMissing'>
> {
  /** Refuses objects that belong to no source. */
  readonly strict?: boolean;
}
