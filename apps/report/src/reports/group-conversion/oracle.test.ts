import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOptions } from '../../options/report-options.ts';
import type { ReportRow } from '../../report.ts';
import { oracleRows } from '../../testing/oracle.ts';
import type { OracleOptions } from '../../testing/oracle.ts';
import { minute } from '../../testing/social-history.ts';
import type { SocialHistory } from '../../testing/social-history.ts';
import { VaultFixture } from '../../testing/vault-fixture.ts';
import { models } from '../../testing/vault-tables.ts';
import { readGroupCounts } from './group-counts.ts';
import { groupConversionOptions } from './options.ts';
import { groupCountsQuery } from './query.ts';
import { rankGroups, reportRow } from './ranking.ts';

/** Few users, groups and instants, so that ties, returns, unknown keys and early messages are frequent. */
const user = fc.integer({ min: 1, max: 4 });
const group = fc.integer({ min: 1, max: 3 });
const at = fc.integer({ min: 0, max: 8 }).map(minute);
const cutoffs = fc.option(at, { freq: 2 });

const histories: fc.Arbitrary<SocialHistory> = fc.record({
  users: fc.uniqueArray(user, { minLength: 2, maxLength: 4 }),
  groups: fc.uniqueArray(
    fc.record({
      id: group,
      name: fc.constantFrom('Cooking', 'Travel', '<b>'),
      registered: fc.option(fc.integer({ min: 0, max: 2 }).map(minute)),
      isPrivate: fc.boolean(),
    }),
    { selector: ({ id }) => id, maxLength: 3, minLength: 1 },
  ),
  log: fc.array(
    fc
      .record({
        group,
        user,
        from: fc.option(user),
        event: fc.constantFrom('create', 'add', 'add', 'leave'),
        at,
      })
      .map(({ from, ...event }) => ({ ...event, ...(from === null ? {} : { from }) })),
    { maxLength: 24, size: 'max' },
  ),
  messages: fc
    .array(
      fc.record({ from: user, group: fc.option(group), toldBefore: fc.array(group, { maxLength: 2 }), at }),
      { maxLength: 24, size: 'max' },
    )
    .map((messages) =>
      messages.map(({ group: to, toldBefore, ...message }, index) => ({
        id: index + 1,
        ...message,
        ...(to === null ? {} : { group: to, toldBefore }),
      })),
    ),
});

const switches = [
  [],
  ['--current-members'],
  ['--exclude-founder'],
  ['--current-members', '--exclude-founder'],
];

describe('group_conversion against the definition', () => {
  const vaults: VaultFixture[] = [];
  beforeAll(async () => {
    for (const model of models) vaults.push(await VaultFixture.open(model));
  });
  afterAll(async () => {
    for (const vault of vaults) await vault.knex.destroy();
  });

  it('is tried with the situations that tell right from wrong', () => {
    const plain = {
      groups: 9,
      asOf: null,
      currentMembers: false,
      excludeFounder: false,
      metric: 'headline',
    } as const;
    const changes = (history: SocialHistory, options: Partial<OracleOptions>): number =>
      Number(
        JSON.stringify(oracleRows(history, plain)) !==
          JSON.stringify(oracleRows(history, { ...plain, ...options })),
      );
    const rows = (history: SocialHistory, test: (row: ReportRow) => boolean): number =>
      Number(oracleRows(history, plain).some(test));
    const situations: Record<string, (history: SocialHistory) => number> = {
      undefinedRatio: (history) => rows(history, (row) => row['group_conversion'] === null),
      aboveOne: (history) => rows(history, (row) => Number(row['group_conversion']) > 1),
      strictDiffers: (history) => changes(history, { metric: 'strict' }),
      left: (history) => changes(history, { currentMembers: true }),
      founder: (history) => changes(history, { excludeFounder: true }),
      cut: (history) => changes(history, { asOf: `${minute(4)}.000000` }),
      fewer: (history) => changes(history, { groups: 1 }),
      corrected: (history) => {
        const messages = history.messages.flatMap((message) =>
          (message.toldBefore ?? []).map((to) => ({ ...message, group: to })),
        );
        const all = { ...history, messages: [...history.messages, ...messages] };
        return Number(JSON.stringify(oracleRows(all, plain)) !== JSON.stringify(oracleRows(history, plain)));
      },
      wroteBeforeAndAfter: (history) =>
        Number(
          history.messages.some(({ from, group: to, at: first }) => {
            const adds = history.log.filter(
              (event) => event.event === 'add' && event.user === from && event.group === to,
            );
            const joined = adds.map(({ at: time }) => time).toSorted()[0];
            const again = history.messages.filter((other) => other.from === from && other.group === to);
            return joined !== undefined && first < joined && again.some((other) => other.at >= joined);
          }),
        ),
    };
    const sample = fc.sample(fc.noBias(histories), { numRuns: 300, seed: 6 });
    for (const [name, occurs] of Object.entries(situations)) {
      expect(
        sample.reduce((sum, history) => sum + occurs(history), 0),
        name,
      ).toBeGreaterThan(60);
    }
  });

  it('equals the oracle for every combination of options, on both models', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.noBias(histories),
        cutoffs,
        fc.integer({ min: 1, max: 6 }),
        async (history, cutoff, count) => {
          for (const vault of vaults) await vault.fill(history);
          for (const flags of switches) {
            const asOf = cutoff === null ? [] : ['--as-of', cutoff];
            const words = [...flags, ...asOf, '--groups', String(count)];
            const options = parseOptions(groupConversionOptions, words);
            for (const vault of vaults) {
              const found = await groupCountsQuery(vault.knex, { vault: 'dds', model: vault.model, options });
              const counts = (found as Record<string, unknown>[]).map(readGroupCounts);
              for (const metric of ['headline', 'strict'] as const) {
                const rows = rankGroups(counts, metric).map((ranked) => {
                  const { hk_group_id: _, ...row } = reportRow(ranked, metric);
                  return row;
                });
                expect(rows, `${vault.model} ${words.join(' ')} ${metric}`).toEqual(
                  oracleRows(history, { ...options, metric }),
                );
              }
            }
          }
        },
      ),
      { numRuns: 12 },
    );
  });
});
