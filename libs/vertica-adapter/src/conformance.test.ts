import { describeWarehouse } from '@vaultwright/datavault-conformance';
import { openEmulatedWarehouse } from '../test/emulator.ts';

describeWarehouse({ name: 'emulator', open: openEmulatedWarehouse, hashes: { rounds: 1 } });
