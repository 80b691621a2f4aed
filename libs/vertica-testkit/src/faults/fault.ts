/**
 * Where a fault strikes.
 *
 * Shape: `instead` has a meaning at `tls`, `authentication`, `parameters`, `received` (the message is ignored),
 * `statement` and `copy` (`data`: the piece is lost; `end`: the backend's rejected rows are not sent).
 * Units: counts are per connection, from 1.
 */
export type FaultMoment =
  /** A client connected; nothing was read yet. */
  | { readonly at: 'connect' }
  /** An SSLRequest arrived and is not answered yet. */
  | { readonly at: 'tls' }
  /** The startup packet was read. */
  | { readonly at: 'startup' }
  /** Before the first authentication request. */
  | { readonly at: 'authentication' }
  /** Before the protocol version is announced; `instead` replaces the announcement. */
  | { readonly at: 'parameters' }
  /** The n-th packet or message of the client was read and is not answered yet. */
  | { readonly at: 'received'; readonly count: number }
  /** The n-th message of the server was sent; the single bytes that answer SSLRequest count as well. */
  | { readonly at: 'sent'; readonly count: number }
  /** Before a statement runs, or when it has run and its answer is not sent yet; a COPY that ran is `copy` `after`. */
  | { readonly at: 'statement'; readonly phase: 'before' | 'after'; readonly sql?: string | RegExp }
  /** After the ReadyForQuery that follows a statement. */
  | { readonly at: 'ready'; readonly sql?: string | RegExp }
  /**
   * During a COPY: before the server asks for data; with every piece of data, or with the piece that reaches
   * `bytes`; at the end of the data; and when the data is taken over but the answer not sent yet.
   */
  | {
      readonly at: 'copy';
      readonly phase: 'before' | 'data' | 'end' | 'after';
      readonly bytes?: number;
      readonly sql?: string | RegExp;
    };

/** Plays the server by hand for a while. */
export interface FaultPeer {
  send(...messages: readonly Uint8Array[]): Promise<void>;
  /** The next message of the client, whatever the protocol expects. */
  receive(): Promise<import('../wire/client-message.ts').ClientMessage>;
}

/** What a fault does. */
export type FaultAction =
  /** Ends the connection in order (FIN). */
  | { readonly do: 'close' }
  /** Breaks the connection (RST). */
  | { readonly do: 'reset' }
  /** Half-open: the connection stays, what arrives is thrown away, nothing is ever answered. */
  | { readonly do: 'silence' }
  /** Goes on later and reads nothing meanwhile. Units: milliseconds, or until the promise is settled. */
  | { readonly do: 'wait'; readonly until: number | (() => Promise<unknown>) }
  /** Sends an error instead of the answer. */
  | {
      readonly do: 'error';
      readonly message: string;
      readonly sqlState: string;
      readonly severity?: 'ERROR' | 'FATAL';
    }
  /** Sends whole messages first, or with `instead` in place of what the server would do at this moment. */
  | { readonly do: 'send'; readonly messages: readonly Uint8Array[]; readonly instead?: boolean }
  /** As `send`, for exchanges that need the client's answers. */
  | { readonly do: 'play'; readonly script: (peer: FaultPeer) => Promise<void>; readonly instead?: boolean };

/** One thing that goes wrong. */
export type Fault = FaultMoment &
  FaultAction & {
    /** Only on this connection, counted from 1. */
    readonly connection?: number;
    /** How often it strikes; always when left out. */
    readonly times?: number;
  };
