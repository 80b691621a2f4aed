import { describePitfalls } from '@vaultwright/datavault-conformance';
import { openEmulatedWarehouse } from '../test/emulator.ts';

describePitfalls({ name: 'emulator', open: openEmulatedWarehouse });
