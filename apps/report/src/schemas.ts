import { VaultwrightError } from '@vaultwright/datavault-core';
import type { ReportSchemas } from './report.ts';

/**
 * Refuses schema names that a query builder would read a meaning into, such as a dot or ` as `.
 *
 * Errors: `E-USAGE-SCHEMA`.
 */
export function assertSchemas(schemas: ReportSchemas): void {
  for (const [role, name] of Object.entries(schemas) as [string, string][]) {
    if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name)) continue;
    throw new VaultwrightError({
      code: 'E-USAGE-SCHEMA',
      family: 'usage',
      title: `the name of the ${role} schema cannot be used`,
      where: `schemas.${role}`,
      found: JSON.stringify(name),
      allowed: 'letters, digits and underscores, not starting with a digit',
      fix: 'rename the schema in `naming` of the vault',
    });
  }
}
