import { VaultwrightError } from '@vaultwright/datavault-core';
import type { Commands } from '../cli/commands.ts';
import { nearestName } from '../config/nearest-name.ts';
import { errorPages } from '../console/error-pages.ts';

export const explainCommand: Pick<Commands, 'explain'> = {
  async explain({ code: written }) {
    const pages = errorPages();
    const code = written.toUpperCase();
    const text = pages.get(code);
    if (text === undefined) throw unknownCode(written, [...pages.keys()]);
    return { schema: 'vaultwright.explain/1', code, text };
  },
};

function unknownCode(written: string, known: readonly string[]): VaultwrightError {
  const near = nearestName(written, known);
  return new VaultwrightError({
    code: 'E-USAGE-CODE',
    family: 'usage',
    title: 'there is no such error code',
    where: 'explain',
    found: written,
    allowed: allowedCodes(areaOf(written.toUpperCase()), known),
    fix:
      near === null
        ? 'copy the code from the beginning of the error, such as E-LOCK-HELD'
        : `did you mean ${near}?`,
  });
}

/** The codes of the written area; else the areas that there are. */
function allowedCodes(area: string, known: readonly string[]): string {
  if (known.length === 0) return 'none: the pages are not beside this program';
  const siblings = known.filter((code) => areaOf(code) === area);
  return siblings.length > 0
    ? siblings.join(', ')
    : `codes that begin with ${[...new Set(known.map(areaOf))].sort().join(', ')}`;
}

/** `E-CONFIG` of `E-CONFIG-KEY`. */
function areaOf(code: string): string {
  return code.split('-', 2).join('-');
}
