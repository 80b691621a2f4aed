import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  knownFunctions,
  knownOptions,
  knownVerbs,
  namedCommand,
  namedFunction,
  namedOption,
  sentencesOf,
  unknownNames,
} from './named-remedies.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sentences = sentencesOf(root);

describe('what an error tells a person to use exists', () => {
  it('every option', () => {
    const options = knownOptions(root);
    expect(options).toContain('--max-rejects');
    const npm = ['--save-exact'];
    expect(unknownNames(sentences, namedOption, new Set([...options, ...npm]))).toEqual([]);
  });

  it('every command', () => {
    const verbs = knownVerbs(root);
    expect(verbs).toContain('apply');
    expect(unknownNames(sentences, namedCommand, verbs)).toEqual([]);
  });

  it('every function', () => {
    const names = knownFunctions(root);
    expect(names).toContain('defineHub');
    const knex = ['withMaterialized', 'withNotMaterialized'];
    expect(unknownNames(sentences, namedFunction, new Set([...names, ...knex]))).toEqual([]);
  });
});
