import { describeLaws } from '@vaultwright/datavault-conformance';
import { openEmulatedWarehouse } from '../test/emulator.ts';

// The same histories in every run, so that no run fails by luck.
const { LAW_CASES: cases, LAW_SEED: seed = '2022' } = process.env;

// One history for each law keeps this short; `npm run test:laws -- --engine vertica` takes more and new ones.
describeLaws({
  name: 'emulator',
  open: openEmulatedWarehouse,
  cases: cases === undefined ? 1 : Number(cases),
  seed: Number(seed),
});
