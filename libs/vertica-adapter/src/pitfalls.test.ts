import { describePitfalls } from '@vaultwright/datavault-core/testing';
import { openEmulatedWarehouse } from '../test/emulator.ts';

describePitfalls({ name: 'emulator', open: openEmulatedWarehouse });
