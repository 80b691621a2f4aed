import { parseSettingValue } from './parse-definition.ts';
import type { Parser } from './parser.ts';

const sessionParameters: ReadonlySet<string> = new Set([
  'enablestricttimecasts',
  'idlesessiontimeout',
  'withclausematerialization',
]);

/** Reads `alter session set name = value` and the few `set` forms of a session's start. */
export function parseSet(parser: Parser): void {
  parser.node('setting', () => {
    if (parser.accept('alter', 'session')) {
      parser.expect('set');
      const name = parser.expectKind('word');
      if (!sessionParameters.has(name.text.toLowerCase()))
        parser.report('session-parameter', name.text, name);
      parser.expect('=');
      return parseSettingValue(parser);
    }
    parser.expect('set');
    if (parser.accept('session')) return sessionSetting(parser);
    if (parser.accept('search_path')) {
      if (!parser.accept('=')) parser.expect('to');
      return parser.list(() => void parser.expectKind('word', 'quoted'));
    }
    if (parser.accept('time', 'zone') || parser.accept('locale')) {
      parser.accept('to');
      return void parser.literal();
    }
    parser.refuse('session-parameter', parser.peek()?.text ?? 'nothing');
  });
}

/** Reads the statements that open and end a transaction. */
export function parseTransaction(parser: Parser): void {
  if (parser.accept('savepoint') || parser.accept('release', 'savepoint')) return void parser.identifier();
  if (parser.accept('start')) return parser.expect('transaction');
  const isRollback = parser.is('rollback');
  parser.take();
  if (!parser.accept('transaction')) parser.accept('work');
  if (isRollback && parser.accept('to')) {
    parser.accept('savepoint');
    parser.identifier();
  }
}

function sessionSetting(parser: Parser): void {
  if (parser.accept('autocommit')) {
    parser.expect('to');
    if (!parser.accept('on')) parser.expect('off');
    return;
  }
  parser.expect('characteristics', 'as', 'transaction', 'isolation', 'level');
  if (!parser.accept('serializable')) parser.expect('read', 'committed');
}
