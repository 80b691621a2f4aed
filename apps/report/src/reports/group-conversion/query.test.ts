import { knex } from 'knex';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../options/report-options.ts';
import { models } from '../../testing/vault-tables.ts';
import { groupConversionOptions } from './options.ts';
import { groupCountsQuery } from './query.ts';

const everything = ['--current-members', '--exclude-founder', '--as-of', '2021-05-28'];

/** The plainest client knex has: what it prints holds for any engine. */
const compile = (model: (typeof models)[number], words: readonly string[]) =>
  groupCountsQuery(knex({ client: 'pg' }), {
    vault: 'dds',
    model,
    options: parseOptions(groupConversionOptions, words),
  })
    .toSQL()
    .toNative();

describe.each(models)('the query on %s', (model) => {
  it.each([[[]], [everything]])('says nothing that only some engines understand (%j)', (words) => {
    const { sql } = compile(model, words);
    expect(sql).not.toMatch(
      /\b(?:returning|qualify|distinct on|nulls (?:first|last)|filter \(|lateral)\b|::|\//i,
    );
  });

  it('is built of named steps, the groups first and used by every later one', () => {
    const { sql } = compile(model, everything);
    const steps = [...sql.matchAll(/"([a-z_]+)" as \((?=select)/g)].map(([, name]) => name);
    expect(steps).toEqual([
      'chosen_groups',
      'group_events',
      'group_links',
      'told_links',
      'link_states',
      'message_states',
      'message_groups',
      'group_messages',
      'last_events',
      'left_members',
      'founders',
      'joiners',
      'writers',
      'joiner_counts',
      'writer_counts',
      'latest_names',
      'latest_privacy',
    ]);
    expect(sql.match(/from "chosen_groups"|join "chosen_groups"/g)).toHaveLength(5);
  });

  it('binds what a person typed, and puts none of it into the text', () => {
    const { sql, bindings } = compile(model, [...everything, '--groups', '4321']);
    expect(bindings).toContain('2021-05-28 23:59:59.999999');
    expect(bindings).toContain(4321);
    expect(sql).not.toMatch(/2021|4321/);
  });
});
