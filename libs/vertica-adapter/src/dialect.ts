export type { PhysicalDesignOptions } from './physical-design.ts';
export { createVerticaDialect, verticaDialect, verticaDialect as dialect } from './vertica-dialect.ts';
