import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerList } from './answer-list.ts';
import { answerObject, answerPut } from './answer-object.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { BucketStore } from './bucket-store.ts';
import { errorAnswer } from './s3-answer.ts';
import type { S3Answer } from './s3-answer.ts';
import { FaultScript } from './s3-fault.ts';
import type { S3Fault } from './s3-fault.ts';
import { parseTarget, splitTarget } from './s3-test-request.ts';
import type { S3TestExchange, S3TestRequest } from './s3-test-request.ts';
import { sendAnswer } from './send-answer.ts';
import { findSignatureProblem } from './signature-v4.ts';

export interface S3TestServerOptions {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly buckets: readonly string[];
  /** Most keys of one listing page; default 1000. */
  readonly pageSize?: number;
  /** The server's clock: signature dates are checked against it and `Date` is taken from it. */
  readonly now?: () => Date;
}

/** A running S3 server of the smallest kind, for tests. */
export interface S3TestServer {
  /** `http://127.0.0.1:<port>`, to be used with path-style addressing. */
  readonly endpoint: string;
  /** Every request since the start, in order of arrival. */
  readonly requests: readonly S3TestExchange[];
  /** Stores a new version. `etag` replaces the md5, for example to look like a multipart upload. */
  putObject(
    bucket: string,
    key: string,
    bytes: Uint8Array | string,
    options?: { readonly etag?: string },
  ): { readonly etag: string; readonly versionId: string };
  deleteObject(bucket: string, key: string): void;
  /** Adds a scripted fault. */
  fault(fault: S3Fault): void;
  /** Forgets all faults and the recorded requests. */
  reset(): void;
  /** Destroys all connections at once; nothing is left that keeps a process alive. */
  close(): Promise<void>;
}

/**
 * Starts an S3 server on 127.0.0.1 with verified signatures, listings, ranges, conditions and scripted faults.
 *
 * Invariant: objects live in memory only; no key ever becomes a file name.
 */
export async function startS3TestServer(options: S3TestServerOptions): Promise<S3TestServer> {
  const store = new BucketStore(options.buckets);
  const faults = new FaultScript();
  const requests: S3TestExchange[] = [];
  const now = options.now ?? (() => new Date());

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const request = parseTarget(incoming.method ?? '', incoming.url ?? '', incoming.headers);
    const fault = faults.next(request);
    if (fault?.kind === 'stallHeaders') {
      requests.push({ ...request, status: undefined });
      return;
    }
    const problem = findSignatureProblem(
      { method: request.method, ...splitTarget(incoming.url ?? ''), headers: incoming.headers, body },
      { ...options, now: now() },
    );
    const answer = problem
      ? errorAnswer(problem.status, problem.code, problem.message)
      : deform(answerFor(request, body, fault), fault);
    requests.push({ ...request, status: answer.status });
    const headers = {
      ...answer.headers,
      date: now().toUTCString(),
      'x-amz-request-id': `test-request-${requests.length}`,
    };
    sendAnswer(response, request.method, { ...answer, headers }, problem ? undefined : fault);
  };

  const answerFor = (request: S3TestRequest, body: Buffer, fault: S3Fault | undefined): S3Answer => {
    if (fault?.kind === 'status') return errorAnswer(fault.status, fault.code, fault.message ?? fault.code);
    if (fault?.kind === 'replaceObject') store.put(request.bucket, request.key, fault.bytes, now());
    if (request.operation === 'list') {
      return answerList(store, request, options.pageSize ?? 1000, fault?.kind === 'loopToken');
    }
    if (request.method === 'PUT') {
      const streamed = (request.headers['content-encoding'] ?? '').includes('aws-chunked');
      const bytes = streamed ? decodeAwsChunked(body) : body;
      if (bytes === undefined)
        return errorAnswer(400, 'IncompleteBody', 'The chunks of the body are malformed.');
      return answerPut(store, request, bytes, now());
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return errorAnswer(501, 'NotImplemented', `${request.method} is not served`);
    }
    return answerObject(store, obeying(request, fault));
  };

  const server = createServer((incoming, response) => {
    response.on('error', () => response.destroy());
    serve(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    putObject: (bucket, key, bytes, put) => store.put(bucket, key, Buffer.from(bytes), now(), put?.etag),
    deleteObject: (bucket, key) => store.delete(bucket, key),
    fault: (fault) => faults.add(fault),
    reset: () => {
      faults.clear();
      requests.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The request as a server sees it that ignores a header. */
function obeying(request: S3TestRequest, fault: S3Fault | undefined): S3TestRequest {
  if (fault?.kind === 'ignoreRange') return { ...request, range: undefined };
  if (fault?.kind === 'replaceObject' && fault.ignorePin === true) {
    const { 'if-match': _pin, ...headers } = request.headers;
    return { ...request, headers };
  }
  return request;
}

function deform(answer: S3Answer, fault: S3Fault | undefined): S3Answer {
  const { headers } = answer;
  switch (fault?.kind) {
    case 'htmlPage': {
      const page = '<!doctype html><html><head><title>Sign in</title></head><body>Welcome</body></html>';
      return { status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(page) };
    }
    case 'redirect':
      return { status: 307, headers: { location: fault.location }, body: new Uint8Array() };
    case 'contentEncoding':
      return { ...answer, headers: { ...headers, 'content-encoding': fault.value } };
    case 'flipByte': {
      const body = Buffer.from(answer.body);
      const at = Math.min(fault.at, body.length - 1);
      body[at] = (body[at] ?? 0) ^ 1;
      return { ...answer, body };
    }
    case 'shiftRange': {
      const range = (headers['content-range'] ?? '').replace(
        /^bytes (\d+)/,
        (_, from) => `bytes ${Number(from) + 1}`,
      );
      return { ...answer, headers: { ...headers, 'content-range': range } };
    }
    default:
      return answer;
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
