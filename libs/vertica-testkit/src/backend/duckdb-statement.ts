import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBType } from '@duckdb/node-api';
import { typeNumber } from './column-type.ts';
import { BackendError, type BackendColumn } from './sql-backend.ts';
import type { ParameterUse } from './translate-expression.ts';
import { bytesOf, type WireText } from './wire-text.ts';

/** A statement that the engine can run, with what its parameters are. */
interface Prepared {
  readonly statement: DuckDBPreparedStatement;
  readonly parameters: readonly { readonly oid: number; readonly isBinary: boolean }[];
}

/** One statement on its way through the engine. */
export class DuckDbStatement {
  constructor(
    readonly connection: DuckDBConnection,
    readonly wire: WireText,
    /** Writes the engine's text; it fills `parameters`, and is asked again once the engine has told their types. */
    readonly render: (parameters: ParameterUse[], inferred: readonly (string | null)[] | null) => string,
  ) {}

  /** Column shapes and parameter types, without running anything. */
  async describe(): Promise<{ readonly columns: BackendColumn[]; readonly parameters: number[] }> {
    const { statement, parameters } = await this.#prepare();
    try {
      const columns = Array.from({ length: statement.columnCount }, (_, index) =>
        this.wire.column(statement.columnName(index), statement.columnType(index)),
      );
      return { columns, parameters: parameters.map(({ oid }) => oid) };
    } finally {
      statement.destroySync();
    }
  }

  /** Rows of a query. */
  async read(
    values: readonly (string | null)[],
  ): Promise<{ readonly columns: BackendColumn[]; readonly rows: (string | null)[][] }> {
    return this.#bound(values, async (statement) => {
      const reader = await statement.runAndReadAll();
      const types = reader.columnTypes();
      const columns = reader
        .columnNames()
        .map((name, index) => this.wire.column(name, types[index] as DuckDBType));
      const rows = reader.getRows().map((row) => row.map((value) => this.wire.value(value)));
      return { columns, rows };
    });
  }

  /** Number of rows that a change touched. */
  async change(values: readonly (string | null)[]): Promise<number> {
    return this.#bound(values, async (statement) => (await statement.run()).rowsChanged);
  }

  async #bound<T>(
    values: readonly (string | null)[],
    work: (statement: DuckDBPreparedStatement) => Promise<T>,
  ): Promise<T> {
    const { statement, parameters } = await this.#prepare();
    try {
      values.forEach((value, index) => {
        if (value === null) statement.bindNull(index + 1);
        else statement.bindVarchar(index + 1, parameters[index]?.isBinary === true ? hexOf(value) : value);
      });
      return await work(statement);
    } finally {
      statement.destroySync();
    }
  }

  /** Parameters without a cast are tried once, so that the engine says what it takes them for. */
  async #prepare(): Promise<Prepared> {
    const first: ParameterUse[] = [];
    const text = this.render(first, null);
    const statement = await this.connection.prepare(text);
    if (first.every(({ declared }) => declared !== null)) {
      return {
        statement,
        parameters: first.map(({ declared }) => ({
          oid: declared === null ? 9 : typeNumber(declared),
          isBinary: false,
        })),
      };
    }
    const types = first.map((_, index) => this.#known(statement, index + 1));
    statement.destroySync();
    const second: ParameterUse[] = [];
    const inferred = types.map((type) => (type === null ? null : String(type)));
    return {
      statement: await this.connection.prepare(this.render(second, inferred)),
      parameters: second.map(({ declared }, index) => {
        const type = types[index] ?? null;
        if (declared !== null) return { oid: typeNumber(declared), isBinary: false };
        return {
          oid: type === null ? 9 : this.wire.column('', type).oid,
          isBinary: inferred[index] === 'BLOB',
        };
      }),
    };
  }

  #known(statement: DuckDBPreparedStatement, place: number): DuckDBType | null {
    const { DuckDBTypeId: id } = this.wire.driver;
    const typeId = statement.parameterTypeId(place);
    const unknown: readonly number[] = [
      id.INVALID,
      id.ANY,
      id.SQLNULL,
      id.STRING_LITERAL,
      id.INTEGER_LITERAL,
    ];
    return unknown.includes(typeId) ? null : statement.parameterType(place);
  }
}

function hexOf(value: string): string {
  const bytes = bytesOf(value);
  if (bytes === null) throw new BackendError('Invalid octal escapes in a binary parameter', '22P02');
  return bytes.toString('hex');
}
