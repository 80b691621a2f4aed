import type { ClientMessage } from '../wire/client-message.ts';

/** Stands in the transcript where a startup key had a secret value. */
export const hiddenValue = '(hidden)';

/** How a connection ended: the client said goodbye or just went, a fault or a violation cut it, or the server was closed. */
export type EndOfConnection =
  'terminate' | 'disconnect' | 'fault' | 'refused' | 'violation' | 'server-closed';

/** What happened, without the number of its connection. Invariant: no password, no token and no parameter value. */
export type TranscriptEvent =
  | { readonly kind: 'connected' }
  | { readonly kind: 'ssl-request' | 'load-balance-request' }
  | { readonly kind: 'secured'; readonly protocol: string; readonly clientCertificate: boolean }
  | { readonly kind: 'tls-failed'; readonly reason: string }
  | { readonly kind: 'cancel-request'; readonly matched: boolean }
  | {
      readonly kind: 'startup';
      readonly secure: boolean;
      readonly protocolVersion: number;
      /** Keys in the order of the packet; values of secret keys are replaced. */
      readonly parameters: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'credentials'; readonly secure: boolean; readonly accepted: boolean }
  | {
      /** A client's message. Shape: CopyData in a row are one entry with their number. Units: `bytes` = whole frames. */
      readonly kind: 'received';
      readonly name: ClientMessage['name'];
      readonly count: number;
      readonly bytes: number;
    }
  | {
      /** A server's message. Shape: DataRow in a row are one entry with their number. Units: `bytes` = whole frames. */
      readonly kind: 'sent';
      readonly name: string;
      readonly count: number;
      readonly bytes: number;
    }
  | {
      /** A statement at the moment when it is about to run. */
      readonly kind: 'statement';
      readonly sql: string;
      readonly via: 'simple' | 'prepared' | 'copy';
      readonly parameters: number;
    }
  | { readonly kind: 'parsed'; readonly statement: string; readonly sql: string }
  | { readonly kind: 'bound'; readonly statement: string; readonly parameters: number }
  | { readonly kind: 'statement-closed'; readonly statement: string }
  | {
      readonly kind: 'copy-ended';
      readonly outcome: 'finished' | 'client-error' | 'server-error' | 'connection-lost';
      readonly bytes: number;
    }
  | { readonly kind: 'fault'; readonly at: string; readonly does: string }
  | { readonly kind: 'violation'; readonly reason: string }
  | { readonly kind: 'ended'; readonly how: EndOfConnection };

/** What happened on which connection; connections count from 1. */
export type TranscriptEntry = TranscriptEvent & { readonly connection: number };
