import { BackendError, type CopySink } from '../backend/sql-backend.ts';
import { loadedOf } from './result.ts';
import type { ScriptedCopy } from './scripted-answer.ts';

/** A sink that counts the records and keeps none of them. */
export function scriptedCopySink(sql: string, { onData, onEnd, onAbort }: ScriptedCopy): CopySink {
  const terminator = recordTerminator(sql);
  let bytes = 0;
  let records = 0;
  let lastByte = terminator;
  return {
    async write(chunk) {
      bytes += chunk.byteLength;
      for (let at = chunk.indexOf(terminator); at >= 0; at = chunk.indexOf(terminator, at + 1)) records += 1;
      lastByte = chunk.at(-1) ?? lastByte;
      await onData?.(chunk);
    },
    finish() {
      if (lastByte !== terminator) records += 1;
      const end = onEnd?.({ sql, bytes, records }) ?? { loaded: records };
      if (end instanceof BackendError) return Promise.reject(end);
      return Promise.resolve({ result: loadedOf(end.loaded), rejected: end.rejected ?? [] });
    },
    abort() {
      onAbort?.();
      return Promise.resolve();
    },
  };
}

function recordTerminator(sql: string): number {
  const octal = /record\s+terminator\s+e'\\([0-7]{3})'/i.exec(sql)?.[1];
  return octal === undefined ? 10 : Number.parseInt(octal, 8);
}
