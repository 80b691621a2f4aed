/** What a statement may do to the transaction it stands in. */
export type StatementClass = 'query' | 'dml' | 'copy' | 'ddl' | 'meta' | 'control';

const byKeyword: Readonly<Record<string, StatementClass>> = {
  select: 'query',
  with: 'query',
  explain: 'query',
  insert: 'dml',
  update: 'dml',
  delete: 'dml',
  copy: 'copy',
  commit: 'control',
  rollback: 'control',
  end: 'control',
  begin: 'control',
  start: 'control',
  savepoint: 'control',
  release: 'control',
  create: 'ddl',
  drop: 'ddl',
  alter: 'ddl',
  truncate: 'ddl',
  grant: 'ddl',
  revoke: 'ddl',
  comment: 'ddl',
};

/** Functions that change the catalogue or commit although they are called in a select. Assumption: meta-commit. */
const metaFunction =
  /\b(?:analyze_\w+|swap_partitions_between_tables|(?:drop|move|copy|calibrate|partition|restore)_partition\w*|\w+_partitions?_to_table|purge\w*|do_tm_task|refresh\w*|make_ahm_now|advance_epoch|set_config_parameter|clear_\w+|close_\w*session\w*|interrupt_statement|export_\w+|mark_design_\w+|rebalance_\w+|dump_\w+)\s*\(/;

/**
 * Classifies one statement by its text; `alter session` and unknown statements are `meta`.
 *
 * Invariant: comments, texts and quoted names do not decide.
 */
export function statementClass(sql: string): StatementClass {
  const code = sql
    .replace(
      /E'(?:\\[\s\S]|''|[^'\\])*'|'(?:''|[^'])*'|"(?:""|[^"])*"|--[^\n]*|\/\*[\s\S]*?\*\//gi,
      (found) => (found.startsWith('--') || found.startsWith('/*') ? ' ' : "''"),
    )
    .replace(/^[\s(;]+/, '')
    .toLowerCase();
  const keyword = /^[a-z]+/.exec(code)?.[0] ?? '';
  if (/^alter\s+session\b/.test(code)) return 'meta';
  const found = byKeyword[keyword] ?? 'meta';
  return (found === 'query' || found === 'dml') && metaFunction.test(code) ? 'meta' : found;
}
