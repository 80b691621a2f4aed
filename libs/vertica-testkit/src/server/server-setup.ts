import type { SqlBackend } from '../backend/sql-backend.ts';
import type { AuthOptions } from './auth-options.ts';
import type { TlsOptions } from './secure-socket.ts';

/** What all connections of one server share. */
export interface ServerSetup {
  readonly backend: SqlBackend;
  readonly auth: AuthOptions;
  readonly tls: TlsOptions | undefined;
  readonly protocolVersion: number;
  readonly loadBalanceTo: { readonly host: string; readonly port: number } | undefined;
  /** Cancels what runs on the connection with this key; false when there is none. */
  cancel(pid: number, key: number): boolean;
}
