import { describe, expect, it } from 'vitest';
import { Interruption, watchSignals, type SignalSource, type StopSignal } from './interruption.ts';

function fakeProcess(): SignalSource & {
  send(signal: StopSignal): void;
  readonly exits: number[];
  count(): number;
} {
  const listeners: [StopSignal, () => void][] = [];
  const exits: number[] = [];
  return {
    exits,
    on: (signal, listener) => void listeners.push([signal, listener]),
    off: (signal, listener) => {
      const index = listeners.findIndex(([name, own]) => name === signal && own === listener);
      if (index >= 0) listeners.splice(index, 1);
    },
    exit: (code) => void exits.push(code),
    send: (signal) => {
      for (const [name, listener] of listeners) if (name === signal) listener();
    },
    count: () => listeners.length,
  };
}

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: the first one aborts, the second one ends the process with %d', (name, code) => {
    const source = fakeProcess();
    const { signal } = watchSignals(source);
    expect(signal.aborted).toBe(false);
    source.send(name);
    expect(signal.reason).toBeInstanceOf(Interruption);
    expect((signal.reason as Interruption).exitCode).toBe(code);
    expect(source.exits).toEqual([]);
    source.send(name);
    expect(source.exits).toEqual([code]);
  });

  it('are the own business of the process again afterwards', () => {
    const source = fakeProcess();
    const watch = watchSignals(source);
    watch.stop();
    expect(source.count()).toBe(0);
    source.send('SIGINT');
    expect(watch.signal.aborted).toBe(false);
  });
});
