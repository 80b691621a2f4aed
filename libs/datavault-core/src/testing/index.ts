export * from './hash-vectors.ts';
