import { decimal, defineSource, int, parseVault, text } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { printedError } from '../fixtures/printed-error.ts';

describe('a value that a declaration does not take', () => {
  it('is named with its source, its column and what is allowed, all of them at once', () => {
    const declare = () =>
      defineSource('users', {
        columns: { id: int(), comment: text(70_000), price: decimal(39, 2) },
        csv: { delimiter: '::' },
      });
    expect(printedError(declare)).toEqual([
      'E-META-INVALID  3 mistakes in the metadata',
      '  in source users',
      '  users.comment.type.length: found 70000; allowed: a whole number from 1 to 65000',
      '  users.price.type.precision: found 39; allowed: a whole number from 1 to 38',
      '  users.csv.delimiter: found "::"; allowed: exactly one character',
      '  Fix: correct the lines below  exit 1',
    ]);
  });

  it('is named with its path and its entity in a vault that is plain data', () => {
    const data = {
      name: 'Social',
      sources: [{ name: 'users', columns: { id: { type: { kind: 'integer' } } } }],
      entities: [
        { kind: 'hub', name: 'h_users', from: 'users', businessKey: { user_id: 7 }, onNullKey: 'stop' },
      ],
    };
    expect(printedError(() => parseVault(data)).slice(2, -1)).toEqual([
      '  name: found "Social"; must be lower-case letters, digits, - and _',
      '  sources.0.columns.id.type.kind (users): found "integer"; allowed: text, int, decimal, boolean, date, time, timestamp, timestamptz, float, binary, uuid, hash',
      '  entities.0.businessKey.user_id (h_users): found 7; allowed: a text that is not empty',
      '  entities.0.onNullKey (h_users): found "stop"; allowed: skip, unknown, fail',
    ]);
  });

  it('is named where a name itself is wrong', () => {
    const data = {
      name: 'social',
      sources: [
        { name: 'users', columns: { id: { type: { kind: 'int' } } }, staging: { clean: { '': ['trim'] } } },
      ],
      entities: [],
      defaults: { hubb: {} },
    };
    expect(printedError(() => parseVault(data)).slice(2, -1)).toEqual([
      '  defaults: unknown option hubb; did you mean hub? allowed: hub, link, nonHistorizedLink, satellite, nonHistorizedSatellite, effectivitySatellite, multiActiveSatellite, extendedTrackingSatellite, recordTrackingSatellite, statusTrackingSatellite, referenceHub, referenceSatellite, referenceTable, asOfTable, pointInTime, bridge, currentView, endDatedView, snapshotView',
      '  sources.0.staging.clean. (users): found the name ""; allowed: a text that is not empty',
    ]);
  });
});
