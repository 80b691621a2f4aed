import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  planLoad,
  text,
} from '@vaultwright/datavault-core';
import { duckdbDialect } from '@vaultwright/duckdb-adapter/dialect';
import { timed, type TimedWork } from './timed.ts';

/** Plans a vault of so many entities, a hub and a satellite in turn, down to the text of every statement. */
export async function planEntities({
  entities,
}: {
  readonly entities: number;
}): Promise<TimedWork & { readonly characters: number }> {
  const declared = Array.from({ length: entities / 2 }, (_, place) => {
    const source = defineSource(`source_${place}`, {
      columns: { id: int(), name: text(50), country: text(50) },
    });
    const hub = defineHub(`h_${place}`, { from: source, businessKey: { [`id_${place}`]: 'id' } });
    return [hub, defineSatellite(`s_${place}`, { of: hub, from: source, payload: ['name', 'country'] })];
  });
  const vault = defineVault('wide', { entities: declared.flat() });
  let characters = 0;
  const cost = await timed(() => {
    for (const { compiled } of planLoad(vault, { dialect: duckdbDialect }).steps)
      characters += compiled.sql.length;
  });
  return { ...cost, characters };
}
