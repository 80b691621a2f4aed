import { VaultwrightError } from '@vaultwright/datavault-core';
import type { Knex } from 'knex';
import { describeOptions, parseOptions } from '../../options/report-options.ts';
import { renderResult } from '../../render/render.ts';
import { viewOptions } from '../../render/view-options.ts';
import type { Report, ReportContext, ReportResult } from '../../report.ts';
import { layoutSql } from '../../text/layout-sql.ts';
import { assertSchemas } from '../../schemas.ts';
import { readGroupCounts } from './group-counts.ts';
import { groupConversionOptions } from './options.ts';
import { assessQuality } from './quality.ts';
import { groupCountsQuery } from './query.ts';
import { groupConversionResult } from './result.ts';

const name = 'group_conversion';
const options = { ...groupConversionOptions, ...viewOptions };

/** Which of the oldest groups turn the largest share of their joiners into writers. */
export const groupConversion: Report = {
  name,
  description: 'Conversion from joining to writing of the oldest groups, best first.',
  options: describeOptions(options),
  run: async (context) => {
    const chosen = parseOptions(options, context.options);
    assertSchemas(context.schemas);
    try {
      return await context.knex.transaction(async (snapshot) => answer(snapshot, context, chosen));
    } catch (error) {
      throw refusedByWarehouse(error, context);
    }
  },
  render: (result, format, words) => renderResult(result, format, parseOptions(options, words)),
};

/** One transaction for all queries, so that the figures and the quality block see the same loads. */
async function answer(
  knex: Knex,
  context: ReportContext,
  chosen: ReturnType<typeof parseOptions<typeof options>>,
): Promise<ReportResult> {
  const query = groupCountsQuery(knex, {
    vault: context.schemas.vault,
    model: context.model,
    options: chosen,
  });
  const { sql, bindings } = query.toSQL().toNative();
  const rows: Record<string, unknown>[] = await query;
  const groups = rows.map(readGroupCounts);
  const quality = await assessQuality(knex, context, chosen, groups);
  return groupConversionResult(name, groups, quality, chosen, {
    text: layoutSql(sql),
    bindings: bindings.map(String),
  });
}

/** A statement that fails here fails for want of tables or grants; other failures speak for themselves. */
function refusedByWarehouse(error: unknown, { schemas, model }: ReportContext): unknown {
  if (error instanceof TypeError) return error;
  if (error instanceof VaultwrightError && error.code !== 'E-WH-STATEMENT') return error;
  return new VaultwrightError({
    code: 'E-WH-REPORT',
    family: 'warehouse',
    title: `the warehouse refused a query of report ${name}`,
    where: `schemas ${schemas.vault}, ${schemas.staging}, ${schemas.ops}`,
    found: foundIn(error),
    allowed: `the tables of model ${model}, readable by this login`,
    fix: 'load the data set first, or check the model and the grants of the target: vaultwright doctor',
    cause: error,
  });
}

function foundIn(error: unknown): string {
  if (error instanceof VaultwrightError) return error.found;
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'an unknown failure';
}
