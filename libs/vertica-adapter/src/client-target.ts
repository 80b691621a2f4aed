import type { ConnectionOptions } from 'node:tls';

/** Where and as whom one client connects: one host, one of its addresses. */
export interface ClientTarget {
  /** Name that the certificate must carry. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: ConnectionOptions | undefined;
  readonly label: string;
}
