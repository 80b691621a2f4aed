import { describeLaws } from '@vaultwright/datavault-core/testing';
import { openEmulatedWarehouse } from '../test/emulator.ts';

const { LAW_CASES: cases, LAW_SEED: seed } = process.env;

// One history for each law keeps this short; `npm run test:laws:vertica` takes as many as DuckDB's own run.
describeLaws({
  name: 'emulator',
  open: openEmulatedWarehouse,
  cases: cases === undefined ? 1 : Number(cases),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});
