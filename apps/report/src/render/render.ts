import { VaultwrightError } from '@vaultwright/datavault-core';
import { nearestName } from '../options/nearest-name.ts';
import type { ReportFormat, ReportResult } from '../report.ts';
import { renderCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';
import { renderTerminal } from './terminal.ts';
import type { ViewOptions } from './view-options.ts';

const renderers: Readonly<Record<ReportFormat, (result: ReportResult, view: ViewOptions) => string>> = {
  terminal: renderTerminal,
  csv: renderCsv,
  json: renderJson,
  md: renderMarkdown,
  html: renderHtml,
};

/** The formats by name, for help and completion. */
export const reportFormats = Object.keys(renderers) as readonly ReportFormat[];

/** Writes a result in a format. Errors: `E-USAGE-FORMAT`. */
export function renderResult(result: ReportResult, format: string, view: ViewOptions): string {
  const known = reportFormats.find((candidate) => candidate === format);
  if (known !== undefined) return renderers[known](result, view);
  const nearest = nearestName(format, reportFormats);
  throw new VaultwrightError({
    code: 'E-USAGE-FORMAT',
    family: 'usage',
    title: 'no such report format',
    where: '--format',
    found: JSON.stringify(format),
    allowed: reportFormats.join(', '),
    fix: nearest === null ? 'choose one of these' : `did you mean ${nearest}?`,
  });
}
