import { langs } from '../text/phrase.ts';
import type { Phrase } from '../text/phrase.ts';
import { plainSentence } from '../text/visible-text.ts';
import type { ReportResult, ReportRow } from '../report.ts';
import { dataColumns } from './shown-columns.ts';
import type { ViewOptions } from './view-options.ts';

/** Digits that go into JSON as a number exactly as they are. */
class NumberText {
  constructor(readonly digits: string) {}
}

type JsonValue =
  | string
  | number
  | boolean
  | null
  | NumberText
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * The whole answer as one JSON document, schema `vaultwright.report/1`.
 *
 * Shape: `rows` hold the columns in contract order; ratios are numbers with twelve fraction digits or null, ids keep
 * all their digits; texts come in both languages. Within a major version keys are only added.
 */
export function renderJson(result: ReportResult, view: ViewOptions): string {
  const columns = dataColumns(result, view);
  const row = (values: ReportRow): JsonValue =>
    Object.fromEntries(
      columns.map(({ name, kind }) => {
        const value = values[name] ?? null;
        const bare = typeof value === 'string' && (kind === 'ratio' || kind === 'integer');
        return [name, bare ? new NumberText(value) : value];
      }),
    );
  const { quality } = result;
  return `${write(
    {
      schema: 'vaultwright.report/1',
      report: result.report,
      options: result.options,
      rows: result.rows.map(row),
      answer: { headline: texts(result.answer.headline), detail: texts(result.answer.detail) },
      notices: result.notices.map(({ level, code, text }) => ({ level, code, text: texts(text) })),
      quality: {
        ...quality,
        load: quality.load === null ? null : { ...quality.load },
        rejected: quality.rejected.map((rejected) => ({ ...rejected })),
        held: quality.held.map((held) => ({ ...held, text: texts(held.text) })),
        duplicates: quality.duplicates.map((duplicate) => ({ ...duplicate })),
        checks: quality.checks.map((check) => ({ ...check, text: texts(check.text) })),
      },
      definitions: result.columns.map(({ name, label, meaning }) => ({
        column: name,
        label: texts(label),
        meaning: texts(meaning),
      })),
      sql: { text: result.sql.text, bindings: result.sql.bindings },
    },
    '',
  )}\n`;
}

function texts(phrase: Phrase): JsonValue {
  return Object.fromEntries(langs.map((lang) => [lang, plainSentence(phrase[lang])]));
}

function write(value: JsonValue, indent: string): string {
  if (value instanceof NumberText) return value.digits;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const items = isList
    ? (value as readonly JsonValue[]).map((item) => write(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${write(item, inner)}`);
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (items.length === 0) return `${open}${close}`;
  return `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}
