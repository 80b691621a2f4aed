import { it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { applyBatch, emptyState } from '../reference/apply-batch.ts';
it('prints', async () => {
  const example = (await import('/work/main/docs/concepts/examples/reference-data.ts')) as any;
  let state = emptyState; const results: unknown[] = [];
  for (const b of example.batches) { const n = applyBatch(state, example.vault, b.rows, b); state = n.state; results.push(n.results.map((r: any) => Object.fromEntries(Object.entries(r).filter(([, v]) => v !== 0n).map(([k, v]) => [k, String(v)])))); }
  writeFileSync('/tmp/kref_tables.json', JSON.stringify({ tables: Object.fromEntries(state), results }, null, 1));
});
