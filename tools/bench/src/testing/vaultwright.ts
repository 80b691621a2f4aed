import { main } from '@vaultwright/dataset-runner/cli';

/** The `vaultwright` command from its sources; the bin of the package runs what is built. */
await main();
