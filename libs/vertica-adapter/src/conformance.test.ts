import { describeWarehouse } from '@vaultwright/datavault-core/testing';
import { openEmulatedWarehouse } from '../test/emulator.ts';

describeWarehouse({ name: 'emulator', open: openEmulatedWarehouse, hashes: { rounds: 1 } });
