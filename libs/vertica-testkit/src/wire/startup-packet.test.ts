import { describe, expect, it } from 'vitest';
import { byte, cstr, int32, startup, joined } from '../fixtures/wire-bytes.ts';
import { readStartupPacket } from './startup-packet.ts';
import { WireError } from './wire-error.ts';

const read = (...parts: readonly Buffer[]) => readStartupPacket(Buffer.concat(parts));

describe('readStartupPacket', () => {
  it('reads the three requests', () => {
    expect(read(int32(80877103))).toEqual({ name: 'SSLRequest' });
    expect(read(int32(80936960))).toEqual({ name: 'LoadBalanceRequest' });
    expect(read(int32(80877102), int32(7), int32(-8))).toEqual({ name: 'CancelRequest', pid: 7, key: -8 });
  });

  it('reads the version as a number and the rest as texts', () => {
    expect(readStartupPacket(startup({ user: 'u', autocommit: 'on' }).subarray(4))).toEqual({
      name: 'Startup',
      wireVersion: 0x00030005,
      protocolVersion: 196624,
      parameters: new Map([
        ['user', 'u'],
        ['autocommit', 'on'],
      ]),
    });
  });

  it('takes the version between other keys', () => {
    const packet = read(
      joined(
        int32(0x00030005),
        cstr('user'),
        cstr('u'),
        cstr('protocol_version'),
        int32(0x00030009),
        byte(0),
      ),
      joined(cstr('database'), cstr('d'), byte(0)),
    );
    expect(packet).toMatchObject({
      protocolVersion: 0x00030009,
      parameters: new Map([
        ['user', 'u'],
        ['database', 'd'],
      ]),
    });
  });

  it('takes the version of the head where the key is missing', () => {
    expect(readStartupPacket(startup({ user: 'u' }, null).subarray(4))).toMatchObject({
      protocolVersion: 0x00030005,
    });
  });

  it.each([
    ['another major version', [int32(0x00020000), byte(0)]],
    ['a missing end', [int32(0x00030005), cstr('user'), cstr('u')]],
    ['bytes behind the end', [int32(0x00030005), byte(0), byte(1)]],
    [
      'a version without zero byte',
      [int32(0x00030005), cstr('protocol_version'), int32(1), byte(1), byte(0)],
    ],
    ['a short cancel request', [int32(80877102), int32(7)]],
  ])('refuses %s', (_name, parts) => {
    expect(() => read(...parts)).toThrow(WireError);
  });
});
