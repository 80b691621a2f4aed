/** Version of this package, written into the ledger and the run's result. */
export const version = '0.1.0';
