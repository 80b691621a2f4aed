import { describe, expect, it } from 'vitest';
import { ansiDialect } from '../../test/ansi-dialect.ts';
import { cardVault } from '../../test/card-vault.ts';
import { column, countRows, equal, parameter, type Expression } from '../sql/expression.ts';
import { columnsFrom, from, table, type Query, type WithNode } from '../sql/query.ts';
import type { EntityLoad } from '../stage/entity-load.ts';
import { planLoad } from './plan-load.ts';
import { shareSteps } from './share-steps.ts';

const expanding = { ...ansiDialect, expandsCommonTables: true };
const cities = new Map([['city', { kind: 'text', length: 50 }] as const]);
const rows = from(table('dds', 'h_city'), 'stored');
const named = (name: string) => from(table(null, name), name);
const citiesOf = (name: string) =>
  ({ node: 'select', columns: columnsFrom(name, ['city']), from: named(name) }) as const;
const stored = { node: 'select', columns: columnsFrom('stored', ['city']), from: rows } as const;
const common = (name: string, query: WithNode['tables'][number]['query']) => ({ name, comment: name, query });

function loadOf(query: Query): EntityLoad {
  return {
    entity: 's_city',
    origin: 'batch',
    workTables: [],
    inserted: null,
    tallies: [],
    actions: [
      {
        action: 'collect',
        title: 'Cities.',
        statement: { node: 'insert', into: table(null, 'new_s_city'), columns: ['city'], query },
      },
    ],
  };
}

/** How each action fills its table: the work table, the common tables that it keeps, and what it reads in the end. */
function shared(query: Query, taken: readonly string[] = []) {
  const load = shareSteps(
    loadOf(query),
    ({ schema }) => (schema === null ? null : cities),
    (name) => taken.includes(name),
  );
  return {
    workTables: load.workTables.map(({ name, columns }) => [name, columns.map(({ type }) => type.kind)]),
    actions: load.actions.map(({ action, statement }) => {
      if (statement.node !== 'insert') throw new TypeError('only inserts are made');
      const kept = statement.query.node === 'with' ? statement.query.tables.map(({ name }) => name) : [];
      return [action, statement.into.name, kept];
    }),
  };
}

const unionOf = (...names: string[]) => ({ node: 'unionAll', queries: names.map(citiesOf) }) as const;

describe('common tables as work tables', () => {
  it('are those that are read more than once; others stay with the only statement that reads them', () => {
    const query: WithNode = {
      node: 'with',
      tables: [
        common('first', stored),
        common('second', citiesOf('first')),
        common('third', citiesOf('second')),
        common('fourth', citiesOf('third')),
      ],
      body: unionOf('third', 'fourth'),
    };
    expect(shared(query)).toEqual({
      workTables: [['new_s_city_third', ['text']]],
      actions: [
        ['share', 'new_s_city_third', ['first', 'second']],
        ['collect', 'new_s_city', ['fourth']],
      ],
    });
  });

  it('are those that a subquery reads too', () => {
    const query: WithNode = {
      node: 'with',
      tables: [common('first', stored)],
      body: {
        ...citiesOf('first'),
        where: { node: 'inQuery', operand: column('first', 'city'), query: citiesOf('first') },
      },
    };
    expect(shared(query).workTables).toEqual([['new_s_city_first', ['text']]]);
  });

  it('have names that no other work table has', () => {
    const query: WithNode = {
      node: 'with',
      tables: [common('first', stored)],
      body: unionOf('first', 'first'),
    };
    const taken = ['new_s_city_first', 'new_s_city_first_2'];
    expect(shared(query, taken).workTables).toEqual([['new_s_city_first_3', ['text']]]);
  });

  it('stay where they are when the type of a column cannot be told', () => {
    const text: Expression = { node: 'dialectSql', texts: { ansi: 'current_user' } };
    const query: WithNode = {
      node: 'with',
      tables: [common('first', { ...stored, columns: [{ name: 'city', value: text }] })],
      body: unionOf('first', 'first'),
    };
    expect(shared(query)).toEqual({ workTables: [], actions: [['collect', 'new_s_city', ['first']]] });
  });

  it('have the widest type of a union, and the types of counts and parameters', () => {
    const query: WithNode = {
      node: 'with',
      tables: [
        common('first', {
          node: 'unionAll',
          queries: [
            {
              ...stored,
              columns: [
                ...stored.columns,
                { name: 'rows', value: countRows() },
                { name: 'since', value: parameter({ name: 'load_dt', type: { kind: 'timestamp' } }) },
                { name: 'same', value: equal(column('stored', 'city'), column('stored', 'city')) },
              ],
            },
          ],
        }),
      ],
      body: unionOf('first', 'first'),
    };
    expect(shared(query).workTables).toEqual([['new_s_city_first', ['text', 'int', 'timestamp', 'boolean']]]);
  });
});

describe('a plan', () => {
  const plan = planLoad(cardVault, { dialect: expanding });

  it('shares steps for an engine that expands common tables only', () => {
    const actions = (dialect: typeof expanding) =>
      planLoad(cardVault, { dialect }).steps.map((step) => (step.kind === 'write' ? step.action : step.kind));
    expect(actions(expanding)).toContain('share');
    expect(actions({ ...expanding, expandsCommonTables: false })).not.toContain('share');
  });

  it('makes each work table before it is filled, once, and fills it before it is read', () => {
    const made = plan.steps.flatMap(({ statement }) =>
      statement.node === 'createWorkTable' ? [statement.table.name] : [],
    );
    expect(new Set(made).size).toBe(made.length);
    const filled = plan.steps.flatMap((step) =>
      step.kind === 'write' && step.action === 'share' && step.statement.node === 'insert'
        ? [step.statement.into.name]
        : [],
    );
    expect(filled.length).toBeGreaterThan(0);
    for (const name of filled) {
      expect(made).toContain(name);
      const uses = plan.steps.filter(
        ({ phase, compiled }) => phase !== 'prepare' && compiled.sql.includes(`"${name}"`),
      );
      expect(uses[0]?.compiled.sql).toMatch(`insert into "${name}"`);
      expect(uses.length).toBeGreaterThan(1);
    }
  });
});
