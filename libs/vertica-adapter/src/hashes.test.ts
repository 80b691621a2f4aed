import { describeHashes } from '@vaultwright/datavault-conformance';
import { openEmulatedWarehouse } from '../test/emulator.ts';

// The engine behind the test server hashes texts of any length, so nothing is learnt here about Vertica's 65,000 octets.
describeHashes({ name: 'emulator', open: openEmulatedWarehouse, rounds: 1 });
