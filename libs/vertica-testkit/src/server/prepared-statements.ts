import { BackendError, type BackendDescription } from '../backend/sql-backend.ts';
import type { ClientMessage } from '../wire/client-message.ts';
import { serverMessage } from '../wire/server-message.ts';
import type { Channel } from './channel.ts';
import { isEmptyStatement } from '../backend/empty-statement.ts';
import { sendResult } from './send-result.ts';
import type { SessionLine } from './session-line.ts';

type MessageOf<N extends ClientMessage['name']> = Extract<ClientMessage, { name: N }>;

/** Messages of the extended query that have an answer of their own. */
type ExtendedMessage = MessageOf<'Parse' | 'Describe' | 'Bind' | 'Execute' | 'Close'>;

interface Statement {
  readonly sql: string;
  readonly description: BackendDescription;
  /** Nothing but space and comments: it is answered without the backend. */
  readonly isEmpty: boolean;
}

interface Portal {
  readonly statement: Statement;
  readonly values: readonly (string | null)[];
}

const nothing: BackendDescription = { tag: '', columns: null, parameters: [] };

/** Statements and portals that a client keeps on one connection. */
export class PreparedStatements {
  readonly #channel: Channel;
  readonly #line: SessionLine;
  readonly #statements = new Map<string, Statement>();
  readonly #portals = new Map<string, Portal>();
  #lastRun: string | undefined;

  constructor(channel: Channel, line: SessionLine) {
    this.#channel = channel;
    this.#line = line;
  }

  /** Named statements that the client did not close. */
  get open(): number {
    return this.#statements.size - (this.#statements.has('') ? 1 : 0);
  }

  /** Text of the statement that ran since the last call. */
  takeLastRun(): string | undefined {
    const last = this.#lastRun;
    this.#lastRun = undefined;
    return last;
  }

  /** Errors: `BackendError`; the client is then expected to send Sync. */
  async answer(message: ExtendedMessage): Promise<'proceed' | 'replaced'> {
    switch (message.name) {
      case 'Parse':
        await this.#parse(message);
        return 'proceed';
      case 'Describe':
        await this.#describe(message);
        return 'proceed';
      case 'Bind':
        await this.#bind(message);
        return 'proceed';
      case 'Close':
        await this.#close(message);
        return 'proceed';
      case 'Execute':
        return this.#execute(message);
    }
  }

  /** A name that is used again stands for the new text: the Python client never closes its only name in between. */
  async #parse({ statement, sql }: MessageOf<'Parse'>): Promise<void> {
    if (this.#line.session.isCopy(sql)) throw new BackendError('COPY cannot be prepared', '0A000');
    const isEmpty = isEmptyStatement(sql);
    const description = isEmpty ? nothing : await this.#line.call(() => this.#line.session.describe(sql));
    this.#statements.set(statement, { sql, description, isEmpty });
    this.#channel.record({ kind: 'parsed', statement, sql });
    await this.#channel.send(serverMessage.parseComplete());
  }

  async #describe({ target, of }: MessageOf<'Describe' | 'Close'>): Promise<void> {
    const { description } = target === 'statement' ? this.#statement(of) : this.#portal(of).statement;
    const { columns, parameters, tag } = description;
    if (target === 'statement') await this.#channel.send(serverMessage.parameterDescription(parameters));
    await this.#channel.send(columns ? serverMessage.rowDescription(columns) : serverMessage.noData());
    if (target === 'statement') await this.#channel.send(serverMessage.commandDescription(tag));
  }

  async #bind(message: MessageOf<'Bind'>): Promise<void> {
    const { portal, formats, resultFormats, values } = message;
    const statement = this.#statement(message.statement);
    if ([...formats, ...resultFormats].some((format) => format !== 0)) {
      throw new BackendError('The test server knows the text format only', '0A000');
    }
    const expected = statement.description.parameters.length;
    if (values.length !== expected) {
      throw new BackendError(`Bind has ${values.length} values, the statement ${expected}`, '08P01');
    }
    const texts = values.map((value) => value?.toString('utf8') ?? null);
    await this.#line.call(
      async () => await this.#line.session.checkValues?.(statement.description.parameters, texts),
    );
    this.#portals.set(portal, { statement, values: texts });
    this.#channel.record({ kind: 'bound', statement: message.statement, parameters: values.length });
    await this.#channel.send(serverMessage.bindComplete());
  }

  async #close({ target, of }: MessageOf<'Describe' | 'Close'>): Promise<void> {
    if (target === 'portal') {
      this.#portals.delete(of);
    } else if (this.#statements.delete(of)) {
      this.#channel.record({ kind: 'statement-closed', statement: of });
    }
    await this.#channel.send(serverMessage.closeComplete());
  }

  async #execute(message: MessageOf<'Execute'>): Promise<'proceed' | 'replaced'> {
    const { statement, values } = this.#portal(message.portal);
    const { sql } = statement;
    this.#lastRun = sql;
    if (statement.isEmpty) {
      await this.#channel.send(serverMessage.emptyQuery());
      return 'proceed';
    }
    if ((await this.#channel.reach({ at: 'statement', phase: 'before', sql })) === 'replaced')
      return 'replaced';
    this.#channel.record({ kind: 'statement', sql, via: 'prepared', parameters: values.length });
    const result = await this.#line.call(() => this.#line.session.run(sql, values));
    if ((await this.#channel.reach({ at: 'statement', phase: 'after', sql })) === 'replaced')
      return 'replaced';
    await sendResult(this.#channel, result, 'extended');
    return 'proceed';
  }

  #statement(name: string): Statement {
    const statement = this.#statements.get(name);
    if (!statement) throw new BackendError(`Prepared statement "${name}" does not exist`, '26000');
    return statement;
  }

  #portal(name: string): Portal {
    const portal = this.#portals.get(name);
    if (!portal) throw new BackendError(`Portal "${name}" does not exist`, '34000');
    return portal;
  }
}
