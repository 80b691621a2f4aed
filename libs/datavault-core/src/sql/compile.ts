import { compileDefinition, compileWorkTable } from './compile-definition.ts';
import { compileExpression } from './compile-expression.ts';
import { compileQuery } from './compile-query.ts';
import type { SqlDialect } from './dialect.ts';
import { bracketed } from './indent.ts';
import type { Expression } from './expression.ts';
import type { Query, Statement, TableColumn, TableNode } from './query.ts';
import { refuseLongName } from './name-length.ts';
import type { CompiledStatement, Parameter, StatementClass } from './statement.ts';

/** Prints nodes for one statement of one dialect and remembers where its parameters stand. */
export class SqlCompiler {
  readonly parameters: Parameter[] = [];

  constructor(readonly dialect: SqlDialect) {}

  expression(expression: Expression): string {
    return compileExpression(expression, this);
  }

  query(query: Query): string {
    return compileQuery(query, this);
  }

  /** Prints a name of any kind: of a table, column, work table or alias. Errors: `E-META-NAME` for one that the engine would cut. */
  identifier(name: string): string {
    refuseLongName(name, this.dialect);
    return this.dialect.quoteIdentifier(name);
  }

  table(table: TableNode): string {
    return table.schema === null
      ? this.identifier(table.name)
      : `${this.identifier(table.schema)}.${this.identifier(table.name)}`;
  }

  /** Records a parameter's next place and prints it. */
  parameter(parameter: Parameter): string {
    this.parameters.push(parameter);
    return this.dialect.placeholder(parameter, this.parameters.length);
  }
}

/** Prints one statement. */
export function compileStatement(statement: Statement, dialect: SqlDialect): CompiledStatement {
  const compiler = new SqlCompiler(dialect);
  const sql = print(statement, compiler);
  const workTable = statement.node === 'createWorkTable' ? { workTable: statement.table.name } : {};
  return { sql, parameters: compiler.parameters, class: classOf(statement), ...workTable };
}

function classOf({ node }: Statement): StatementClass {
  switch (node) {
    case 'query':
      return 'query';
    case 'insert':
    case 'delete':
      return 'dml';
    default:
      return 'ddl';
  }
}

function columnDefinition({ name, type }: TableColumn, compiler: SqlCompiler): string {
  return `${compiler.identifier(name)} ${compiler.dialect.typeName(type)}`;
}

function print(statement: Statement, compiler: SqlCompiler): string {
  switch (statement.node) {
    case 'createSchema':
      return `create schema if not exists ${compiler.identifier(statement.name)}`;
    case 'createTable':
      return compileDefinition(statement.table, compiler.dialect);
    case 'createView': {
      const { schema, name, query } = statement.view;
      return compiler.dialect.createView(
        compiler.table({ node: 'table', schema, name }),
        compiler.query(query),
      );
    }
    case 'addColumn':
      return `alter table ${compiler.table({ node: 'table', ...statement.table })} add column ${columnDefinition(statement.column, compiler)}`;
    case 'widenColumn': {
      const { name, type } = statement.column;
      return compiler.dialect.widenColumn(
        compiler.table({ node: 'table', ...statement.table }),
        compiler.identifier(name),
        compiler.dialect.typeName(type),
      );
    }
    case 'dropNotNull':
      return `alter table ${compiler.table({ node: 'table', ...statement.table })} alter column ${compiler.identifier(statement.column)} drop not null`;
    case 'renameColumn':
      return `alter table ${compiler.table({ node: 'table', ...statement.table })} rename column ${compiler.identifier(statement.from)} to ${compiler.identifier(statement.to)}`;
    case 'renameTable':
      return `alter table ${compiler.table({ node: 'table', ...statement.table })} rename to ${compiler.identifier(statement.to)}`;
    case 'createWorkTable':
      return compileWorkTable(statement.table, compiler.dialect);
    case 'insert': {
      const columns = statement.columns.map((name) => compiler.identifier(name));
      return `insert into ${compiler.table(statement.into)} ${bracketed(columns)}\n${compiler.query(statement.query)}`;
    }
    case 'dropTable':
      return `drop table if exists ${compiler.identifier(statement.schema)}.${compiler.identifier(statement.name)}`;
    case 'dropView':
      return `drop view if exists ${compiler.identifier(statement.schema)}.${compiler.identifier(statement.name)}`;
    case 'dropSchema':
      return `drop schema if exists ${compiler.identifier(statement.name)} cascade`;
    case 'delete':
      return `delete from ${compiler.table(statement.from)}\nwhere ${compiler.expression(statement.where)}`;
    case 'query':
      return compiler.query(statement.query);
  }
}
