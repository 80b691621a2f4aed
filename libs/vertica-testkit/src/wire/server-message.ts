import type { BackendColumn } from '../backend/sql-backend.ts';
import { ByteWriter } from './byte-writer.ts';

const body = (): ByteWriter => new ByteWriter();

/** What an error or a notice says. Shape: further fields by their letter, for example `D` for the detail. */
export interface ServerReport {
  readonly severity: string;
  readonly sqlState: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
}

function report(code: 'E' | 'N', { severity, sqlState, message, fields = {} }: ServerReport): Buffer {
  const writer = body();
  for (const [letter, text] of Object.entries({ S: severity, C: sqlState, M: message, ...fields })) {
    writer.text(letter).cstr(text);
  }
  return writer.byte(0).message(code);
}

/** Units: bytes; -1 for types without a fixed size. */
const fixedSizes: Readonly<Record<number, number>> = { 5: 1, 6: 8, 7: 8, 10: 8, 11: 8, 12: 8, 13: 8, 20: 16 };

/** Builders of all messages of a server, for scripts and faults as well. Shape: each gives one whole message. */
export const serverMessage = {
  authentication: (code: number, payload: Uint8Array = new Uint8Array()): Buffer =>
    body().int32(code).bytes(payload).message('R'),

  parameterStatus: (key: string, value: string): Buffer => body().cstr(key).cstr(value).message('S'),

  backendKeyData: (pid: number, key: number): Buffer => body().int32(pid).int32(key).message('K'),

  readyForQuery: (status: 'I' | 'T' | 'E'): Buffer => body().text(status).message('Z'),

  error: (said: ServerReport): Buffer => report('E', said),

  notice: (said: ServerReport): Buffer => report('N', said),

  rowDescription(columns: readonly BackendColumn[]): Buffer {
    const writer = body().int16(columns.length);
    if (columns.length > 0) writer.int32(0);
    columns.forEach(({ name, oid, typmod }, index) => {
      // No table, so neither schema nor table name; nullable, no identity.
      writer
        .cstr(name)
        .int64(0n)
        .int16(index + 1);
      writer
        .byte(0)
        .int32(oid)
        .int16(fixedSizes[oid] ?? -1);
      writer.int16(1).int16(0).int32(typmod).int16(0);
    });
    return writer.message('T');
  },

  parameterDescription(oids: readonly number[]): Buffer {
    const writer = body().int16(oids.length);
    if (oids.length > 0) writer.int32(0);
    for (const oid of oids) writer.byte(0).int32(oid).int32(-1).int16(0);
    return writer.message('t');
  },

  commandDescription: (tag: string): Buffer => body().cstr(tag).int16(0).cstr('').message('m'),

  dataRow(values: readonly (string | Uint8Array | null)[]): Buffer {
    const writer = body().int16(values.length);
    for (const value of values) {
      if (value === null) {
        writer.int32(-1);
      } else {
        const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
        writer.int32(bytes.byteLength).bytes(bytes);
      }
    }
    return writer.message('D');
  },

  commandComplete: (tag: string): Buffer => body().cstr(tag).message('C'),

  parseComplete: (): Buffer => body().message('1'),
  bindComplete: (): Buffer => body().message('2'),
  closeComplete: (): Buffer => body().message('3'),
  noData: (): Buffer => body().message('n'),
  portalSuspended: (): Buffer => body().message('s'),
  emptyQuery: (): Buffer => body().message('I'),

  /** Shape: no files = the data comes from the client's stream. */
  verifyFiles(files: readonly string[] = [], rejects = '', exceptions = ''): Buffer {
    const writer = body().int16(files.length);
    for (const file of files) writer.cstr(file);
    return writer.cstr(rejects).cstr(exceptions).message('F');
  },

  copyInResponse: (): Buffer => body().byte(0).int16(0).message('G'),

  loadFile: (file: string): Buffer => body().cstr(file).message('H'),

  writeFile: (file: string, bytes: Uint8Array): Buffer =>
    body().cstr(file).int32(bytes.byteLength).bytes(bytes).message('O'),

  /** Rejected row numbers, from 1. Shape: a WriteFile without a name, each number 8 bytes little-endian. */
  rejectedRows(rows: readonly bigint[]): Buffer {
    const bytes = Buffer.alloc(rows.length * 8);
    rows.forEach((row, index) => bytes.writeBigUInt64LE(row, index * 8));
    return serverMessage.writeFile('', bytes);
  },

  endOfBatchResponse: (): Buffer => body().message('J'),
  copyDoneResponse: (): Buffer => body().message('c'),

  loadBalance: (host: string, port: number): Buffer => body().int32(port).cstr(host).message('Y'),

  /** The single byte that answers SSLRequest and LoadBalanceRequest. */
  singleByte: (answer: 'S' | 'N'): Buffer => Buffer.from(answer, 'latin1'),

  /** A message with any code, for what the protocol does not have. */
  raw: (code: string, bytes: Uint8Array = new Uint8Array()): Buffer => body().bytes(bytes).message(code),
} as const;

const names: Readonly<Record<string, string>> = {
  R: 'Authentication',
  S: 'ParameterStatus',
  K: 'BackendKeyData',
  Z: 'ReadyForQuery',
  E: 'ErrorResponse',
  N: 'NoticeResponse',
  T: 'RowDescription',
  t: 'ParameterDescription',
  m: 'CommandDescription',
  D: 'DataRow',
  C: 'CommandComplete',
  '1': 'ParseComplete',
  '2': 'BindComplete',
  '3': 'CloseComplete',
  n: 'NoData',
  s: 'PortalSuspended',
  I: 'EmptyQuery',
  F: 'VerifyFiles',
  G: 'CopyInResponse',
  H: 'LoadFile',
  O: 'WriteFile',
  J: 'EndOfBatchResponse',
  c: 'CopyDoneResponse',
  Y: 'LoadBalanceResponse',
};

/** Name of a server's message; `Answer` for the single bytes, `Unknown` for codes outside the protocol. */
export function serverMessageName(message: Uint8Array): string {
  if (message.byteLength === 1) return 'Answer';
  return names[String.fromCharCode(message[0] ?? 0)] ?? 'Unknown';
}
