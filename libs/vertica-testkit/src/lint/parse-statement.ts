import type { LintRule, StatementClass } from './lint-rule.ts';
import { metaFunctions } from './known-functions.ts';
import { parseCopy } from './parse-copy.ts';
import { parseDelete, parseInsert, parseUpdate } from './parse-change.ts';
import { parseQuery } from './parse-query.ts';
import { parseAlter, parseCreate, parseDrop } from './parse-definition.ts';
import { parseSet, parseTransaction } from './parse-session.ts';
import type { Parser } from './parser.ts';
import { descendants, ownTokens } from './syntax-node.ts';

/** A form of statement: the words it opens with, the tag a server answers with, and how to read it. */
interface StatementForm {
  readonly words: readonly string[];
  readonly class: StatementClass;
  readonly tag: string;
  readonly read: (parser: Parser) => void;
}

const forms: readonly StatementForm[] = [
  { words: ['select'], class: 'query', tag: 'SELECT', read: parseQuery },
  { words: ['with'], class: 'query', tag: 'SELECT', read: parseQuery },
  { words: ['('], class: 'query', tag: 'SELECT', read: parseQuery },
  { words: ['explain'], class: 'query', tag: 'EXPLAIN', read: explain },
  { words: ['insert', 'into'], class: 'dml', tag: 'INSERT', read: parseInsert },
  { words: ['update'], class: 'dml', tag: 'UPDATE', read: parseUpdate },
  { words: ['delete', 'from'], class: 'dml', tag: 'DELETE', read: parseDelete },
  { words: ['copy'], class: 'copy', tag: 'COPY', read: parseCopy },
  { words: ['create', 'schema'], class: 'ddl', tag: 'CREATE SCHEMA', read: parseCreate },
  { words: ['create', 'table'], class: 'ddl', tag: 'CREATE TABLE', read: parseCreate },
  { words: ['create', 'local'], class: 'ddl', tag: 'CREATE TABLE', read: parseCreate },
  { words: ['create', 'view'], class: 'ddl', tag: 'CREATE VIEW', read: parseCreate },
  { words: ['create', 'or', 'replace', 'view'], class: 'ddl', tag: 'CREATE VIEW', read: parseCreate },
  { words: ['drop', 'table'], class: 'ddl', tag: 'DROP TABLE', read: parseDrop },
  { words: ['drop', 'view'], class: 'ddl', tag: 'DROP VIEW', read: parseDrop },
  { words: ['drop', 'schema'], class: 'ddl', tag: 'DROP SCHEMA', read: parseDrop },
  { words: ['alter', 'table'], class: 'ddl', tag: 'ALTER TABLE', read: parseAlter },
  { words: ['alter', 'session'], class: 'meta', tag: 'ALTER SESSION', read: parseSet },
  { words: ['set'], class: 'meta', tag: 'SET', read: parseSet },
  { words: ['begin'], class: 'transaction', tag: 'BEGIN', read: parseTransaction },
  { words: ['start', 'transaction'], class: 'transaction', tag: 'START TRANSACTION', read: parseTransaction },
  { words: ['commit'], class: 'transaction', tag: 'COMMIT', read: parseTransaction },
  { words: ['rollback', 'to'], class: 'transaction', tag: 'ROLLBACK TO SAVEPOINT', read: parseTransaction },
  { words: ['rollback'], class: 'transaction', tag: 'ROLLBACK', read: parseTransaction },
  { words: ['savepoint'], class: 'transaction', tag: 'SAVEPOINT', read: parseTransaction },
  { words: ['release', 'savepoint'], class: 'transaction', tag: 'RELEASE', read: parseTransaction },
];

/** Openings that have a rule of their own. */
const deniedOpenings: readonly (readonly [LintRule, ...string[]])[] = [
  ['merge', 'merge'],
  ['upsert', 'upsert'],
  ['truncate', 'truncate'],
  ['lock-table', 'lock'],
  ['index-definition', 'create', 'index'],
  ['index-definition', 'create', 'unique', 'index'],
];

/** Reads one statement and gives its class and tag. */
export function parseStatement(parser: Parser): Pick<StatementForm, 'class' | 'tag'> {
  const form = forms.find(({ words }) => parser.is(...words));
  if (form === undefined) {
    const denied = deniedOpenings.find(([, ...words]) => parser.is(...words));
    parser.refuse(denied?.[0] ?? 'shape', parser.peek()?.text ?? 'nothing');
  }
  form.read(parser);
  if (form.class !== 'query') return form;
  const isMeta = descendants(parser.root, 'call').some((call) =>
    metaFunctions.has(ownTokens(call)[0]?.text.toLowerCase() ?? ''),
  );
  return isMeta ? { class: 'meta', tag: form.tag } : form;
}

/** A plan of a query or of a change. */
function explain(parser: Parser): void {
  parser.expect('explain');
  const change = forms.find(({ class: kind, words }) => kind === 'dml' && parser.is(...words));
  (change?.read ?? parseQuery)(parser);
}
