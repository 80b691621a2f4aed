import type { SqlBackend } from '../backend/sql-backend.ts';
import type { ActiveFault } from '../faults/fault-plan.ts';
import type { Fault } from '../faults/fault.ts';
import type { Transcript } from '../transcript/transcript.ts';
import type { AuthOptions } from './auth-options.ts';
import type { TlsOptions } from './secure-socket.ts';

export interface VerticaTestServerOptions {
  /** What answers the statements; closed together with the server. */
  readonly backend: SqlBackend;
  /** Nobody is asked when left out. */
  readonly auth?: AuthOptions;
  /** Left out, the server answers an SSLRequest with `N`. */
  readonly tls?: TlsOptions;
  /** Highest version that is spoken, 3.16 when left out; a client that asks for less gets less. */
  readonly protocolVersion?: number;
  readonly faults?: readonly Fault[];
  /** Where a LoadBalanceRequest sends the client; left out, the answer is `N`. */
  readonly loadBalanceTo?: { readonly host: string; readonly port: number };
  /** Left out or 0: a free one. Units: 0 to 65535. */
  readonly port?: number;
  /** 127.0.0.1, which is the only one there is. */
  readonly host?: string;
}

/** One client as it stands now. */
export interface TestConnection {
  /** Counted from 1. */
  readonly id: number;
  readonly stage: 'handshake' | 'session' | 'ended';
  readonly secure: boolean;
  /** Named prepared statements that the client did not close. */
  readonly openStatements: number;
}

/** Options in the words of the public Node driver. */
export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tls_mode: 'disable' | 'require';
}

/** A running test server. It speaks Vertica's protocol; it is not Vertica. */
export interface VerticaTestServer {
  readonly host: string;
  readonly port: number;
  /** What a client of the public Node driver needs to reach the server; user and database are its own choice. */
  readonly connection: ConnectionOptions;
  readonly transcript: Transcript;
  /** Every connection since the start, the ended ones among them. */
  readonly connections: readonly TestConnection[];
  /** Connections that have not ended. */
  readonly openConnections: number;
  /** Adds a fault for what comes from now on. */
  inject(fault: Fault): ActiveFault;
  clearFaults(): void;
  /** Settles when no connection is open. */
  untilUnused(): Promise<void>;
  /** Ends every socket, every session and the backend. Errors: what the backend throws while it closes. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
