import { describe, expect, it } from 'vitest';
import { byte, cstr, frame, int16, int32, int64, joined } from '../fixtures/wire-bytes.ts';
import { serverMessage, serverMessageName } from './server-message.ts';

describe('serverMessage', () => {
  it.each([
    ['authentication', serverMessage.authentication(3), frame('R', int32(3))],
    [
      'authentication with salt',
      serverMessage.authentication(5, Buffer.from('abcd')),
      frame('R', int32(5), 'abcd'),
    ],
    [
      'parameter status',
      serverMessage.parameterStatus('protocol_version', '196624'),
      frame('S', cstr('protocol_version'), cstr('196624')),
    ],
    ['key data', serverMessage.backendKeyData(7, -2), frame('K', int32(7), int32(-2))],
    ['ready', serverMessage.readyForQuery('T'), frame('Z', 'T')],
    [
      'error',
      serverMessage.error({ severity: 'ERROR', sqlState: '42601', message: 'no', fields: { D: 'detail' } }),
      frame('E', 'S', cstr('ERROR'), 'C', cstr('42601'), 'M', cstr('no'), 'D', cstr('detail'), byte(0)),
    ],
    [
      'notice',
      serverMessage.notice({ severity: 'NOTICE', sqlState: '00000', message: 'ö' }),
      frame('N', 'S', cstr('NOTICE'), 'C', cstr('00000'), 'M', cstr('ö'), byte(0)),
    ],
    ['no columns', serverMessage.rowDescription([]), frame('T', int16(0))],
    [
      'columns',
      serverMessage.rowDescription([
        { name: 'id', oid: 6, typmod: -1 },
        { name: 'sum', oid: 16, typmod: 0x000a0006 },
      ]),
      frame(
        'T',
        joined(int16(2), int32(0)),
        joined(cstr('id'), int64(0n), int16(1), byte(0), int32(6), int16(8)),
        joined(int16(1), int16(0), int32(-1), int16(0)),
        joined(cstr('sum'), int64(0n), int16(2), byte(0), int32(16), int16(-1)),
        joined(int16(1), int16(0), int32(0x000a0006), int16(0)),
      ),
    ],
    ['no parameters', serverMessage.parameterDescription([]), frame('t', int16(0))],
    [
      'parameters',
      serverMessage.parameterDescription([9, 6]),
      frame(
        't',
        joined(int16(2), int32(0)),
        joined(byte(0), int32(9), int32(-1), int16(0)),
        joined(byte(0), int32(6), int32(-1), int16(0)),
      ),
    ],
    ['command', serverMessage.commandDescription('INSERT'), frame('m', cstr('INSERT'), int16(0), cstr(''))],
    [
      'row',
      serverMessage.dataRow(['ä', null, '', Buffer.from([0, 255])]),
      frame('D', int16(4), int32(2), 'ä', int32(-1), int32(0), int32(2), Buffer.from([0, 255])),
    ],
    ['complete', serverMessage.commandComplete('SELECT'), frame('C', cstr('SELECT'))],
    ['parse complete', serverMessage.parseComplete(), frame('1')],
    ['bind complete', serverMessage.bindComplete(), frame('2')],
    ['close complete', serverMessage.closeComplete(), frame('3')],
    ['no data', serverMessage.noData(), frame('n')],
    ['suspended', serverMessage.portalSuspended(), frame('s')],
    ['empty', serverMessage.emptyQuery(), frame('I')],
    ['verify stream', serverMessage.verifyFiles(), frame('F', int16(0), cstr(''), cstr(''))],
    [
      'verify files',
      serverMessage.verifyFiles(['a', 'b'], 'r', 'e'),
      frame('F', int16(2), cstr('a'), cstr('b'), cstr('r'), cstr('e')),
    ],
    ['copy in', serverMessage.copyInResponse(), frame('G', byte(0), int16(0))],
    ['load file', serverMessage.loadFile('a'), frame('H', cstr('a'))],
    ['write file', serverMessage.writeFile('a', Buffer.from('xyz')), frame('O', cstr('a'), int32(3), 'xyz')],
    [
      'rejected rows',
      serverMessage.rejectedRows([1n, 2n ** 63n]),
      frame('O', cstr(''), int32(16), Buffer.from('01000000000000000000000000000080', 'hex')),
    ],
    ['end of batch', serverMessage.endOfBatchResponse(), frame('J')],
    ['copy done', serverMessage.copyDoneResponse(), frame('c')],
    ['load balance', serverMessage.loadBalance('h', 5433), frame('Y', int32(5433), cstr('h'))],
    ['single byte', serverMessage.singleByte('N'), Buffer.from('N')],
    ['anything', serverMessage.raw('?', Buffer.from('x')), frame('?', 'x')],
  ])('%s', (_name, built, expected) => {
    expect(built.toString('hex')).toBe(expected.toString('hex'));
  });

  it('has a name for every message', () => {
    expect(serverMessageName(serverMessage.singleByte('S'))).toBe('Answer');
    expect(serverMessageName(serverMessage.loadFile('a'))).toBe('LoadFile');
    expect(serverMessageName(serverMessage.raw('?'))).toBe('Unknown');
  });
});
