export type StopSignal = 'SIGINT' | 'SIGTERM';

/** The reason of an aborted command: a signal from outside. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly signal: StopSignal;
  readonly exitCode: 130 | 143;

  constructor(signal: StopSignal) {
    super(`stopped by ${signal}`);
    this.signal = signal;
    this.exitCode = signal === 'SIGINT' ? 130 : 143;
  }
}

/** The part of a process that receives signals. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): void;
  off(signal: StopSignal, listener: () => void): void;
  /** Ends the process at once. */
  exit(code: number): void;
}

/**
 * Turns signals into an abort: the first one asks to stop after the current statement, the second ends the process.
 *
 * Invariant: after `stop` the process has its own behaviour back.
 */
export function watchSignals(source: SignalSource): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((name) => {
    const listener = (): void => {
      const interruption = new Interruption(name);
      if (controller.signal.aborted) source.exit(interruption.exitCode);
      else controller.abort(interruption);
    };
    source.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    stop() {
      for (const { name, listener } of listeners) source.off(name, listener);
    },
  };
}
