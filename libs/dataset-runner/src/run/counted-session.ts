import type { Session } from '@vaultwright/datavault-core/warehouse';

/** Units: rows. */
export interface CountedRows {
  readonly read?: number;
  readonly written?: number;
}

/** Is told of every statement before it is sent; what it returns takes the rows. */
export type CountStatement = () => (rows: CountedRows) => void;

/** A session that does what the given one does, and has everything counted that is sent. */
export function countedSession(session: Session, sending: CountStatement): Session {
  const counted = async <Result>(
    work: () => Promise<Result>,
    rowsOf: (result: Result) => CountedRows,
  ): Promise<Result> => {
    const done = sending();
    const result = await work();
    done(rowsOf(result));
    return result;
  };
  const written = (rows: bigint): CountedRows => ({ written: Number(rows) });
  const nothing = (): CountedRows => ({});
  return {
    execute: (statement, values) => counted(() => session.execute(statement, values), written),
    query: (statement, values) =>
      counted(
        () => session.query(statement, values),
        (rows) => ({ read: rows.length }),
      ),
    vaultTransaction: (vault, holder, work, ahead) => session.vaultTransaction(vault, holder, work, ahead),
    ...(session.loadRegularFile === undefined
      ? {}
      : {
          loadRegularFile: (load, file) =>
            counted(() => session.loadRegularFile?.(load, file) ?? Promise.resolve(0n), written),
        }),
    loadRows: (load, rows) => counted(() => session.loadRows(load, rows), written),
    ...(session.analyze === undefined
      ? {}
      : { analyze: (tables) => counted(() => session.analyze?.(tables) ?? Promise.resolve(), nothing) }),
    describe: (schemas) => counted(() => session.describe(schemas), nothing),
    close: () => session.close(),
  };
}
