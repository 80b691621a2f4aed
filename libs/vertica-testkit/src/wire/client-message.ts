import { ByteReader } from './byte-reader.ts';
import { WireError } from './wire-error.ts';

/** A file that the client says it has. Units: bytes. */
export interface VerifiedFile {
  readonly name: string;
  readonly length: bigint;
}

/** A message from a client, by its name in the protocol. */
export type ClientMessage =
  | { readonly name: 'Query'; readonly sql: string }
  | {
      readonly name: 'Parse';
      readonly statement: string;
      readonly sql: string;
      readonly oids: readonly number[];
    }
  | { readonly name: 'Describe' | 'Close'; readonly target: 'statement' | 'portal'; readonly of: string }
  | {
      readonly name: 'Bind';
      readonly portal: string;
      readonly statement: string;
      readonly formats: readonly number[];
      readonly oids: readonly number[];
      readonly values: readonly (Buffer | null)[];
      readonly resultFormats: readonly number[];
    }
  | { readonly name: 'Execute'; readonly portal: string; readonly maxRows: number }
  | { readonly name: 'Password'; readonly secret: string }
  | { readonly name: 'VerifiedFiles'; readonly files: readonly VerifiedFile[] }
  | { readonly name: 'CopyData'; readonly data: Buffer }
  | {
      readonly name: 'CopyError';
      readonly file: string;
      readonly line: number;
      readonly method: string;
      readonly message: string;
    }
  | { readonly name: 'CopyFail'; readonly message: string }
  | { readonly name: 'Flush' | 'Sync' | 'Terminate' | 'EndOfBatchRequest' | 'CopyDone' };

const names = {
  Q: 'Query',
  P: 'Parse',
  D: 'Describe',
  C: 'Close',
  B: 'Bind',
  E: 'Execute',
  H: 'Flush',
  S: 'Sync',
  X: 'Terminate',
  p: 'Password',
  F: 'VerifiedFiles',
  d: 'CopyData',
  j: 'EndOfBatchRequest',
  c: 'CopyDone',
  e: 'CopyError',
  f: 'CopyFail',
} as const satisfies Record<string, ClientMessage['name']>;

/** Name of a client's message code; undefined for a code that the protocol does not have. */
function clientMessageName(code: string): ClientMessage['name'] | undefined {
  return Object.hasOwn(names, code) ? names[code as keyof typeof names] : undefined;
}

/** From 3.15 on the count of VerifiedFiles has four bytes, before it two. */
const wideFileCount = 0x0003000f;

/** Reads the body of a client's message. Errors: `WireError`. */
export function readClientMessage(code: string, body: Uint8Array, protocolVersion: number): ClientMessage {
  const name = clientMessageName(code);
  if (!name) throw new WireError(`unknown message code ${JSON.stringify(code)}`);
  const reader = new ByteReader(body);
  const message = readBody(name, reader, protocolVersion);
  reader.end();
  return message;
}

function readBody(name: ClientMessage['name'], reader: ByteReader, protocolVersion: number): ClientMessage {
  switch (name) {
    case 'Query':
      return { name, sql: reader.cstr() };
    case 'Parse': {
      const [statement, sql] = [reader.cstr(), reader.cstr()];
      return { name, statement, sql, oids: reader.list(reader.int16(), () => reader.int32()) };
    }
    case 'Describe':
    case 'Close': {
      const target = reader.char();
      if (target !== 'S' && target !== 'P') throw new WireError(`${name} of ${JSON.stringify(target)}`);
      return { name, target: target === 'S' ? 'statement' : 'portal', of: reader.cstr() };
    }
    case 'Bind':
      return readBind(reader);
    case 'Execute':
      return { name, portal: reader.cstr(), maxRows: reader.int32() };
    case 'Password':
      return { name, secret: reader.cstr() };
    case 'VerifiedFiles': {
      const count = protocolVersion >= wideFileCount ? reader.int32() : reader.int16();
      return { name, files: reader.list(count, () => ({ name: reader.cstr(), length: reader.int64() })) };
    }
    case 'CopyData':
      return { name, data: reader.rest() };
    case 'CopyError':
      return {
        name,
        file: reader.cstr(),
        line: reader.int32(),
        method: reader.cstr(),
        message: reader.cstr(),
      };
    case 'CopyFail':
      return { name, message: reader.cstr() };
    default:
      return { name };
  }
}

function readBind(reader: ByteReader): ClientMessage {
  const [portal, statement] = [reader.cstr(), reader.cstr()];
  const formats = reader.list(reader.int16(), () => reader.int16());
  const count = reader.int16();
  const oids = reader.list(count, () => reader.int32());
  const values = reader.list(count, () => {
    const length = reader.int32();
    return length === -1 ? null : reader.bytes(length);
  });
  const resultFormats = reader.list(reader.int16(), () => reader.int16());
  return { name: 'Bind', portal, statement, formats, oids, values, resultFormats };
}
