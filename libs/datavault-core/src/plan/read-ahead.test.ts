import { describe, expect, it } from 'vitest';
import { ansiDialect } from '../../test/ansi-dialect.ts';
import { cardVault } from '../../test/card-vault.ts';
import { planLoad } from './plan-load.ts';

const ahead = planLoad(cardVault, { dialect: { ...ansiDialect, readsOwnWritesSlowly: true } });
const plain = planLoad(cardVault, { dialect: ansiDialect });

describe('a plan for an engine that reads its own writes slowly', () => {
  it('has the steps of any other, and only writes once it writes', () => {
    expect(ahead.steps.map(({ id }) => id).sort()).toEqual(plain.steps.map(({ id }) => id).sort());
    const places = ahead.steps.map((step) => step.ahead);
    expect(places).toEqual([...places].sort((left, right) => Number(right) - Number(left)));
    expect(plain.steps.some((step) => step.ahead && step.kind !== 'define')).toBe(false);
  });

  it('changes no stored table ahead, and proves everything before it writes', () => {
    for (const { kind, ahead: early, statement, id } of ahead.steps) {
      if (statement.node === 'insert') expect(statement.into.schema === null, id).toBe(early);
      if (kind === 'check' || kind === 'rules' || kind === 'held') expect(early, id).toBe(true);
    }
  });

  it('finds a key of this batch in its hub, whichever statement puts it there later', () => {
    const collect = ahead.steps.find(({ compiled }) => compiled.sql.startsWith('insert into "new_l_use"'));
    expect(collect?.compiled.sql).toMatch(
      /from "dds"\."h_card" as "stored"\s+union all\s+select [^;]+ from "new_h_card"/,
    );
  });

  it('leaves writing statements as they are', () => {
    const writes = (steps: typeof plain.steps) =>
      steps.filter(({ statement }) => statement.node === 'insert' && statement.into.schema !== null);
    expect(writes(ahead.steps).map(({ compiled }) => compiled.sql)).toEqual(
      writes(plain.steps).map(({ compiled }) => compiled.sql),
    );
  });
});
