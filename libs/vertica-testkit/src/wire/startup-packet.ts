import { ByteReader } from './byte-reader.ts';
import { WireError } from './wire-error.ts';

const sslRequest = 80877103;
const loadBalanceRequest = 80936960;
const cancelRequest = 80877102;

/** A packet without a message code; only these can open a connection. */
export type StartupPacket =
  | { readonly name: 'SSLRequest' | 'LoadBalanceRequest' }
  | { readonly name: 'CancelRequest'; readonly pid: number; readonly key: number }
  | {
      readonly name: 'Startup';
      readonly wireVersion: number;
      /** What the client asks for, for example 196624 for 3.16. */
      readonly protocolVersion: number;
      /** All keys but `protocol_version`, in the order of the packet. */
      readonly parameters: ReadonlyMap<string, string>;
    };

/**
 * Reads what follows the length of an uncoded packet.
 *
 * Invariant: a start without the key `protocol_version` asks for the version in its head.
 * Errors: `WireError`.
 */
export function readStartupPacket(body: Uint8Array): StartupPacket {
  const reader = new ByteReader(body);
  const code = reader.int32();
  if (code === sslRequest || code === loadBalanceRequest) {
    reader.end();
    return { name: code === sslRequest ? 'SSLRequest' : 'LoadBalanceRequest' };
  }
  if (code === cancelRequest) {
    const packet = { name: 'CancelRequest', pid: reader.int32(), key: reader.int32() } as const;
    reader.end();
    return packet;
  }
  if (code >> 16 !== 3) throw new WireError(`a first packet with the code ${code}`);
  return readStartup(code, reader);
}

function readStartup(wireVersion: number, reader: ByteReader): StartupPacket {
  const parameters = new Map<string, string>();
  let protocolVersion = wireVersion;
  for (let key = reader.cstr(); key !== ''; key = reader.cstr()) {
    if (key === 'protocol_version') {
      protocolVersion = reader.int32();
      if (reader.byte() !== 0) throw new WireError('protocol_version without its zero byte');
    } else {
      parameters.set(key, reader.cstr());
    }
  }
  reader.end();
  return { name: 'Startup', wireVersion, protocolVersion, parameters };
}
