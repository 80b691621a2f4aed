/** Changes whenever any byte of any generated file changes. */
export const GENERATOR_VERSION = '1.1.0';
