import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byte, cstr, int16, int32, int64, joined } from '../fixtures/wire-bytes.ts';
import { readClientMessage } from './client-message.ts';
import { WireError } from './wire-error.ts';

const read = (code: string, ...parts: readonly Buffer[]) =>
  readClientMessage(code, Buffer.concat(parts), 196624);

describe('readClientMessage', () => {
  it.each([
    ['Q', [cstr('SELECT 1')], { name: 'Query', sql: 'SELECT 1' }],
    [
      'P',
      [cstr('s'), cstr('x ?'), int16(1), int32(6)],
      { name: 'Parse', statement: 's', sql: 'x ?', oids: [6] },
    ],
    ['D', [Buffer.from('S'), cstr('s')], { name: 'Describe', target: 'statement', of: 's' }],
    ['D', [Buffer.from('P'), cstr('')], { name: 'Describe', target: 'portal', of: '' }],
    ['C', [Buffer.from('S'), cstr('s')], { name: 'Close', target: 'statement', of: 's' }],
    ['E', [cstr('p'), int32(10)], { name: 'Execute', portal: 'p', maxRows: 10 }],
    ['H', [], { name: 'Flush' }],
    ['S', [], { name: 'Sync' }],
    ['X', [], { name: 'Terminate' }],
    ['p', [cstr('test')], { name: 'Password', secret: 'test' }],
    ['F', [int32(0)], { name: 'VerifiedFiles', files: [] }],
    [
      'F',
      [int32(1), cstr('a'), int64(2n ** 40n)],
      { name: 'VerifiedFiles', files: [{ name: 'a', length: 2n ** 40n }] },
    ],
    ['d', [Buffer.from('a\0b')], { name: 'CopyData', data: Buffer.from('a\0b') }],
    ['j', [], { name: 'EndOfBatchRequest' }],
    ['c', [], { name: 'CopyDone' }],
    [
      'e',
      [cstr('stdin'), int32(0), cstr('copyFrom'), cstr('gone')],
      { name: 'CopyError', file: 'stdin', line: 0, method: 'copyFrom', message: 'gone' },
    ],
    ['f', [cstr('gone')], { name: 'CopyFail', message: 'gone' }],
  ])('%s', (code, parts, expected) => {
    expect(read(code, ...parts)).toEqual(expected);
  });

  it('reads a type number for every value of Bind', () => {
    const message = read(
      'B',
      joined(cstr('p'), cstr('s'), int16(0), int16(2), int32(9), int32(6)),
      joined(int32(-1), int32(2), Buffer.from('42'), int16(0)),
    );
    expect(message).toEqual({
      name: 'Bind',
      portal: 'p',
      statement: 's',
      formats: [],
      oids: [9, 6],
      values: [null, Buffer.from('42')],
      resultFormats: [],
    });
  });

  it('reads the count of VerifiedFiles in two bytes before version 3.15', () => {
    const files = [{ name: 'a', length: 5n }];
    const narrow = Buffer.concat([int16(1), cstr('a'), int64(5n)]);
    const wide = Buffer.concat([int32(1), cstr('a'), int64(5n)]);
    expect(readClientMessage('F', narrow, 0x0003000e)).toEqual({ name: 'VerifiedFiles', files });
    expect(readClientMessage('F', wide, 0x0003000f)).toEqual({ name: 'VerifiedFiles', files });
    expect(() => readClientMessage('F', int16(0), 0x0003000f)).toThrow(WireError);
  });

  it.each([
    ['an unknown code', '?', []],
    ['a text without end', 'Q', [Buffer.from('SELECT')]],
    ['bytes behind the end', 'S', [byte(0)]],
    ['a describe of neither', 'D', [Buffer.from('X'), cstr('s')]],
    ['a count that the body cannot hold', 'P', [cstr(''), cstr(''), int16(9)]],
    ['a negative count', 'P', [cstr(''), cstr(''), int16(-1)]],
    ['a negative length', 'B', [cstr(''), cstr(''), int16(0), int16(1), int32(9), int32(-2), int16(0)]],
  ])('refuses %s', (_name, code, parts) => {
    expect(() => read(code, ...parts)).toThrow(WireError);
  });

  it('reads any bytes or refuses them', () => {
    const code = fc.constantFrom(...'QPDCBEHSXpFdjcef'.split(''));
    fc.assert(
      fc.property(
        code,
        fc.uint8Array({ maxLength: 64 }),
        fc.constantFrom(196613, 196624),
        (which, body, version) => {
          try {
            readClientMessage(which, body, version);
          } catch (error) {
            expect(error).toBeInstanceOf(WireError);
          }
        },
      ),
    );
  });
});
