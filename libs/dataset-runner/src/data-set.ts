import { VaultwrightError, type Vault } from '@vaultwright/datavault-core';
import { refuseUnknownOptions } from './declared-data-set.ts';
import { DeliveryRule } from './deliveries/delivery-rule.ts';
import type { SourceFiles } from './deliveries/source-files.ts';

/** A data set as its folder declares it. */
export interface DataSetDeclaration {
  readonly name: string;
  /** In load order; a name alone takes the default rules for its files. */
  readonly sources: readonly (string | SourceFiles)[];
  readonly models: Readonly<Record<string, Vault>>;
  readonly defaultModel: string;
  /** Written to every vault row as its record source. */
  readonly recordSource: string;
}

/** A data set: which files belong together, what they say of their deliveries, and the vaults they can be loaded into. */
export interface DataSet extends Omit<DataSetDeclaration, 'sources'> {
  /** Names of the staging contracts, in load order. */
  readonly sources: readonly string[];
  /** The rule of each source's files, in the same order. */
  readonly rules: readonly DeliveryRule[];
}

/**
 * Declares a data set.
 *
 * Errors: `E-META-INVALID` for an option that does not exist or has a value that is not allowed; `E-CONFIG-FILES` for a source whose files are declared in a way that cannot be read, or that is named twice.
 */
export function defineDataSet(declaration: DataSetDeclaration): DataSet {
  refuseUnknownOptions(declaration);
  const declared = declaration.sources.map((given) => (typeof given === 'string' ? { name: given } : given));
  const sources = declared.map(({ name }) => name);
  const twice = sources.find((name, place) => sources.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new VaultwrightError({
      code: 'E-CONFIG-FILES',
      family: 'configuration',
      title: 'a data set names a source twice',
      where: `data set ${declaration.name}`,
      found: twice,
      allowed: 'each source once',
      fix: 'give each source of the data set one entry; one pattern may have several wildcards',
    });
  }
  return {
    ...declaration,
    sources,
    rules: declared.map((files) => new DeliveryRule(files, declaration.name)),
  };
}
