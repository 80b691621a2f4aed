import type { Socket } from 'node:net';
import { type TLSSocket, createServer } from 'node:tls';

/** Certificate and key of the test server, as PEM text in memory. */
export interface TlsOptions {
  readonly key: string;
  readonly cert: string;
  /** Certificates that may sign the client's certificate. */
  readonly ca?: string;
  /** Whether the client must show a certificate signed by `ca`. */
  readonly mutual?: boolean;
}

/** Speaks TLS as the server over an accepted socket. Errors: rejects when the handshake fails. */
export function secureSocket(
  socket: Socket,
  { key, cert, ca, mutual = false }: TlsOptions,
): Promise<TLSSocket> {
  // A tls.Server checks the client's certificate as a listening server would; a bare TLSSocket does not.
  const server = createServer({
    key,
    cert,
    ...(ca === undefined ? {} : { ca }),
    requestCert: mutual,
    rejectUnauthorized: mutual,
  });
  return new Promise((resolve, reject) => {
    server.once('secureConnection', (secured) => {
      secured.on('error', () => undefined);
      resolve(secured);
    });
    server.once('tlsClientError', (error) => reject(error));
    socket.once('close', () => reject(new Error('the client went away during the handshake')));
    server.emit('connection', socket);
  });
}
