import { createHash, randomBytes } from 'node:crypto';
import { BackendError } from '../backend/sql-backend.ts';
import { ByteWriter } from '../wire/byte-writer.ts';
import { serverMessage } from '../wire/server-message.ts';
import { WireError } from '../wire/wire-error.ts';
import type { AuthOptions } from './auth-options.ts';
import type { Channel } from './channel.ts';

const requestCodes = { cleartext: 3, md5: 5, oauth: 12, sha512: 66048 } as const;

/** Asks for credentials and checks them. Errors: `BackendError` when they are wrong. */
export async function authenticate(channel: Channel, auth: AuthOptions, user: string): Promise<void> {
  if ((await channel.reach({ at: 'authentication' })) === 'replaced') return;
  if (auth.method !== 'none') {
    const salt = randomBytes(4);
    const userSalt = randomBytes(16);
    await channel.send(authenticationRequest(auth, salt, userSalt));
    const reply = await channel.receive();
    if (reply.name !== 'Password') throw new WireError(`${reply.name} in place of a password`);
    const accepted = expectedReplies(auth, user, salt, userSalt).includes(reply.secret);
    channel.record({ kind: 'credentials', secure: channel.secure, accepted });
    if (!accepted) throw new BackendError('Invalid username or password', '28000', 'FATAL');
  }
  await channel.send(serverMessage.authentication(0));
}

function authenticationRequest(
  auth: Exclude<AuthOptions, { method: 'none' }>,
  salt: Buffer,
  userSalt: Buffer,
) {
  if (auth.method === 'request') return serverMessage.authentication(auth.code, auth.payload);
  const code = requestCodes[auth.method];
  if (auth.method === 'cleartext' || auth.method === 'oauth') return serverMessage.authentication(code);
  // MD5 needs no salt of the user, yet clients know the message only in this length.
  const payload = new ByteWriter().bytes(salt).int32(userSalt.length).bytes(userSalt).packet();
  return serverMessage.authentication(code, payload);
}

function expectedReplies(auth: AuthOptions, user: string, salt: Buffer, userSalt: Buffer): readonly string[] {
  if (auth.method === 'oauth') return auth.tokens;
  if (auth.method === 'none' || auth.method === 'request') return [];
  if (!Object.hasOwn(auth.users, user)) return [];
  const password = auth.users[user] ?? '';
  if (auth.method === 'cleartext') return [password];
  if (auth.method === 'md5') return [`md5${hexHash('md5', hexHash('md5', password, user), salt)}`];
  return [`sha512${hexHash('sha512', hexHash('sha512', password, userSalt), salt)}`];
}

function hexHash(algorithm: 'md5' | 'sha512', ...parts: readonly (string | Buffer)[]): string {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
