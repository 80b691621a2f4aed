import { describeEvolution } from '@vaultwright/datavault-core/testing';
import { openEmulatedWarehouse } from '../test/emulator.ts';

describeEvolution({ name: 'emulator', open: openEmulatedWarehouse });
