import type { IncomingHttpHeaders } from 'node:http';
import { parseQuery } from './uri-encoding.ts';

/** One request as the test server understood it. */
export interface S3TestRequest {
  readonly method: string;
  readonly operation: 'list' | 'object';
  readonly bucket: string;
  /** Decoded; empty for a listing. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly range: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A request together with what was answered. */
export interface S3TestExchange extends S3TestRequest {
  /** Undefined when a fault left the request without an answer. */
  readonly status: number | undefined;
}

/** Reads bucket, key and query from a path-style target without normalising `..`, `//` or `%2F`. */
export function parseTarget(method: string, target: string, headers: IncomingHttpHeaders): S3TestRequest {
  const { rawPath, rawQuery } = splitTarget(target);
  const slash = rawPath.indexOf('/', 1);
  const bucket = decodeURIComponent(slash < 0 ? rawPath.slice(1) : rawPath.slice(1, slash));
  const key = slash < 0 ? '' : decodeURIComponent(rawPath.slice(slash + 1));
  return {
    method,
    operation: key === '' ? 'list' : 'object',
    bucket,
    key,
    query: new Map(parseQuery(rawQuery)),
    range: headers.range,
    headers,
  };
}

export function splitTarget(target: string): { rawPath: string; rawQuery: string } {
  const mark = target.indexOf('?');
  return mark < 0
    ? { rawPath: target, rawQuery: '' }
    : { rawPath: target.slice(0, mark), rawQuery: target.slice(mark + 1) };
}
