import type { S3TestRequest } from './s3-test-request.ts';

/** Which requests a fault hits; every condition given must hold. */
export interface S3FaultMatch {
  readonly method?: string;
  readonly operation?: 'list' | 'object';
  readonly key?: string;
  /** First byte of the `Range` header. */
  readonly rangeStart?: number;
  /** The first matching request that is hit, counted from 1; default 1. */
  readonly nth?: number;
  /** How many matching requests are hit from there on; default 1, `Infinity` for all. */
  readonly times?: number;
}

/**
 * One way to answer wrongly.
 *
 * Units: `at` counts bytes of the body of that answer and is clamped to its length.
 */
export type S3FaultKind =
  /** Full `Content-Length`, but the connection is closed in good order after `at` bytes. */
  | { readonly kind: 'truncate'; readonly at: number }
  /** No `Content-Length`; the body ends cleanly after `at` bytes, by closing or as a complete chunked body. */
  | { readonly kind: 'truncateUnsized'; readonly at: number; readonly framing: 'close' | 'chunked' }
  /** A `Content-Length` that agrees with a body of only `at` bytes. */
  | { readonly kind: 'shrink'; readonly at: number }
  /** More bytes than the object has, framed without a length. */
  | { readonly kind: 'overlong' }
  /** TCP reset after `at` bytes. */
  | { readonly kind: 'reset'; readonly at: number }
  /** The request is read and never answered. */
  | { readonly kind: 'stallHeaders' }
  /** Silence after `at` bytes. */
  | { readonly kind: 'stallBody'; readonly at: number }
  | { readonly kind: 'status'; readonly status: number; readonly code: string; readonly message?: string }
  /** One bit of the byte at `at` is inverted. */
  | { readonly kind: 'flipByte'; readonly at: number }
  /** The object gets new content just before the answer; `ignorePin` answers without looking at `If-Match`. */
  | { readonly kind: 'replaceObject'; readonly bytes: Uint8Array; readonly ignorePin?: boolean }
  /** Status 200 and the whole object, whatever `Range` asked. */
  | { readonly kind: 'ignoreRange' }
  /** Status 206 with a `Content-Range` one byte off. */
  | { readonly kind: 'shiftRange' }
  /** A listing page that always announces the same next token. */
  | { readonly kind: 'loopToken' }
  /** Status 200 with a web page, as a captive portal does. */
  | { readonly kind: 'htmlPage' }
  /** The right bytes under a wrong `Content-Encoding`. */
  | { readonly kind: 'contentEncoding'; readonly value: string }
  | { readonly kind: 'redirect'; readonly location: string };

export type S3Fault = S3FaultMatch & S3FaultKind;

/** Faults in the order of their addition; the first that hits wins. */
export class FaultScript {
  readonly #entries: { readonly fault: S3Fault; seen: number }[] = [];

  add(fault: S3Fault): void {
    this.#entries.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** Counts the request against every fault it matches. */
  next(request: S3TestRequest): S3Fault | undefined {
    let chosen: S3Fault | undefined;
    for (const entry of this.#entries) {
      if (!matches(entry.fault, request)) continue;
      entry.seen += 1;
      const first = entry.fault.nth ?? 1;
      const hit = entry.seen >= first && entry.seen < first + (entry.fault.times ?? 1);
      if (hit) chosen ??= entry.fault;
    }
    return chosen;
  }
}

function matches(fault: S3Fault, request: S3TestRequest): boolean {
  return (
    (fault.method === undefined || fault.method === request.method) &&
    (fault.operation === undefined || fault.operation === request.operation) &&
    (fault.key === undefined || fault.key === request.key) &&
    (fault.rangeStart === undefined || (request.range ?? '').startsWith(`bytes=${fault.rangeStart}-`))
  );
}
