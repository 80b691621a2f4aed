import { describeEvolution } from '@vaultwright/datavault-conformance';
import { openEmulatedWarehouse } from '../test/emulator.ts';

describeEvolution({ name: 'emulator', open: openEmulatedWarehouse });
