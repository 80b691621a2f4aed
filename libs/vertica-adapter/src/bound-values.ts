import { VaultwrightError } from '@vaultwright/datavault-core';
import type { CompiledStatement, ParameterValues } from '@vaultwright/datavault-core/sql';

/**
 * Values of a statement's parameters in the order of their places, as text.
 *
 * The driver would print dates in local time and send bytes unescaped, so nothing but text and null ever reaches it.
 * Errors: `E-INTERNAL-PARAMETER`.
 */
export function boundValues(
  { parameters }: Pick<CompiledStatement, 'parameters'>,
  values: ParameterValues,
): (string | null)[] {
  return parameters.map(({ name, type }) => {
    const value: unknown = values[name];
    const isBytes = type.kind === 'binary' || (type.kind === 'hash' && type.encoding === 'binary');
    if (value === null || (typeof value === 'string' && !isBytes && !value.includes('\0'))) return value;
    throw new VaultwrightError({
      code: 'E-INTERNAL-PARAMETER',
      family: 'internal',
      title: 'a statement parameter has no value that can be sent',
      where: `parameter ${name}`,
      found: isBytes ? 'bytes' : value === undefined ? 'nothing' : `a ${typeof value}`,
      allowed: 'canonical text without U+0000, or null',
      fix: 'report this as a defect',
    });
  });
}
