import { allTokens, type SyntaxNode } from '../lint/syntax-node.ts';
import { BackendError } from './sql-backend.ts';

/** What a session has been told about itself. */
export class SessionSettings {
  strictTimeCasts = false;
  /** Every parameter as it was set, by folded name. */
  readonly parameters = new Map<string, string>();

  constructor(public autocommit: boolean) {}

  /** Applies a `setting` node. Errors: `BackendError` for values that are not emulated. */
  apply(node: SyntaxNode): void {
    const words = allTokens(node).map(({ text }) => text.toLowerCase());
    const value = words.at(-1) ?? '';
    if (words[0] === 'alter') {
      const name = words[3] ?? '';
      if (name === 'withclausematerialization' && value !== '0') throw notEmulated('materialized WITH');
      this.parameters.set(name, value);
      if (name === 'enablestricttimecasts') this.strictTimeCasts = value === '1';
      return;
    }
    if (words.includes('autocommit')) {
      this.autocommit = value === 'on';
    } else if (words.includes('isolation')) {
      if (value !== 'committed') throw notEmulated('an isolation other than READ COMMITTED');
    } else if (words.includes('zone')) {
      if (value !== "'utc'") throw notEmulated('a time zone other than UTC');
    } else if (words.includes('locale')) {
      if (value !== "'en_us@collation=binary'") throw notEmulated('a locale other than the binary one');
    }
    this.parameters.set(words[1] ?? '', value);
  }
}

function notEmulated(what: string): BackendError {
  return new BackendError(`emulator: ${what} is not emulated`, '0A000');
}
