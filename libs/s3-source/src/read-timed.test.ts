import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { readTimed } from './read-timed.ts';

function answerOf(body: AsyncIterable<Uint8Array>) {
  const answer = { body, closed: 0, close: () => void (answer.closed += 1) };
  return answer;
}

async function* speak(words: readonly string[], then: Promise<unknown>): AsyncGenerator<Uint8Array> {
  for (const word of words) yield Buffer.from(word);
  await then;
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const seen: Uint8Array[] = [];
  for await (const chunk of chunks) seen.push(chunk);
  return Buffer.concat(seen).toString();
}

const NEVER = new Promise(() => {});

describe('readTimed', () => {
  it('passes a body on, closes the answer and leaves no listener', async () => {
    const { signal } = new AbortController();
    const answer = answerOf(speak(['a', 'b'], Promise.resolve()));
    expect(await collect(readTimed(answer, 60_000, signal))).toBe('ab');
    expect(answer.closed).toBe(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('gives up a body that falls silent, even one that ignores its connection', async () => {
    const answer = answerOf(speak(['a'], NEVER));
    const reading = collect(readTimed(answer, 15, new AbortController().signal));
    await expect(reading).rejects.toMatchObject({ kind: 'stalled', message: 'no byte for 15 ms' });
    expect(answer.closed).toBe(1);
  });

  it('ends with the reason of the signal', async () => {
    const run = new AbortController();
    const answer = answerOf(speak(['a'], NEVER));
    const reading = collect(readTimed(answer, 60_000, run.signal));
    const reason = new Error('stop');
    run.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(answer.closed).toBe(1);
  });

  it('closes the answer when the reader leaves early', async () => {
    const answer = answerOf(speak(['a', 'b'], NEVER));
    for await (const chunk of readTimed(answer, 60_000, new AbortController().signal)) {
      expect(String(chunk)).toBe('a');
      break;
    }
    expect(answer.closed).toBe(1);
  });
});
