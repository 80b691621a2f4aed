import { describeLaws } from '@vaultwright/datavault-core/testing';
import { openEmulatedWarehouse } from '../test/emulator.ts';

describeLaws({
  name: 'emulator',
  open: openEmulatedWarehouse,
  cases: Number(process.env['VAULTWRIGHT_LAW_CASES'] ?? 1),
});
