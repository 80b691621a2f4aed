import { describe, expect, it } from 'vitest';
import { hiddenValue } from './transcript-entry.ts';
import { Transcript } from './transcript.ts';

const piece = (bytes: number) => ({ kind: 'received', name: 'CopyData', count: 1, bytes }) as const;

describe('Transcript', () => {
  it('joins the pieces of one stream and of one connection only', () => {
    const transcript = new Transcript();
    transcript.record(1, piece(10));
    transcript.record(1, piece(5));
    transcript.record(2, piece(1));
    transcript.record(1, { kind: 'received', name: 'Sync', count: 1, bytes: 5 });
    transcript.record(1, { kind: 'received', name: 'Sync', count: 1, bytes: 5 });
    const received = transcript.of('received');
    expect(received.map(({ connection, name, count, bytes }) => [connection, name, count, bytes])).toEqual([
      [1, 'CopyData', 2, 15],
      [2, 'CopyData', 1, 1],
      [1, 'Sync', 1, 5],
      [1, 'Sync', 1, 5],
    ]);
    expect(transcript.of('received', 2)).toHaveLength(1);
    expect(transcript.messages(1)).toEqual(['> CopyData', '> Sync', '> Sync']);
  });

  it('waits for what comes and finds what was', async () => {
    const transcript = new Transcript();
    const coming = transcript.until((entry) => entry.kind === 'received' && entry.bytes >= 15);
    transcript.record(1, piece(10));
    transcript.record(1, piece(5));
    expect(await coming).toMatchObject({ count: 2, bytes: 15 });
    expect(await transcript.until(({ connection }) => connection === 1)).toMatchObject({ count: 2 });
  });

  it('knows a token in the startup packet as a credential', () => {
    const transcript = new Transcript();
    const startup = (token: string) =>
      ({
        kind: 'startup',
        secure: false,
        protocolVersion: 1,
        parameters: new Map([['token', token]]),
      }) as const;
    transcript.record(1, startup(''));
    expect(transcript.receivedCredentials()).toBe(false);
    transcript.record(2, startup(hiddenValue));
    expect([transcript.receivedCredentials(1), transcript.receivedCredentials(2)]).toEqual([false, true]);
  });

  it('forgets when told so', () => {
    const transcript = new Transcript();
    transcript.record(1, { kind: 'received', name: 'Password', count: 1, bytes: 9 });
    expect(transcript.receivedCredentials()).toBe(true);
    expect(transcript.receivedCredentials(2)).toBe(false);
    transcript.clear();
    expect(transcript.receivedCredentials()).toBe(false);
  });
});
