import type { ServerResponse } from 'node:http';
import type { S3Answer } from './s3-answer.ts';
import type { S3Fault } from './s3-fault.ts';

/** Puts an answer on the wire, deformed by the fault if there is one. */
export function sendAnswer(
  response: ServerResponse,
  method: string,
  answer: S3Answer,
  fault?: S3Fault,
): void {
  const { status, headers } = answer;
  const body = method === 'HEAD' ? answer.body.subarray(0, 0) : answer.body;
  const sized = { ...headers, 'content-length': String(answer.body.length) };
  const begin = (at: number, then: () => void): void => {
    response.writeHead(status, sized);
    response.flushHeaders();
    if (at === 0 || body.length === 0) then();
    else response.write(body.subarray(0, at), then);
  };
  switch (fault?.kind) {
    case 'truncate':
      return begin(fault.at, () => response.socket?.end());
    case 'reset':
      return begin(fault.at, () => response.socket?.resetAndDestroy());
    case 'stallBody':
      return begin(fault.at, () => undefined);
    case 'truncateUnsized':
      return sendUnsized(response, status, headers, body.subarray(0, fault.at), fault.framing);
    case 'overlong':
      return sendUnsized(response, status, headers, Buffer.concat([body, Buffer.from('more')]), 'chunked');
    case 'shrink': {
      const less = body.subarray(0, fault.at);
      response.writeHead(status, { ...headers, 'content-length': String(less.length) });
      return void response.end(less);
    }
    default:
      response.writeHead(status, status === 304 ? headers : sized);
      return void response.end(body);
  }
}

function sendUnsized(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  framing: 'close' | 'chunked',
): void {
  response.useChunkedEncodingByDefault = framing === 'chunked';
  response.writeHead(status, framing === 'close' ? { ...headers, connection: 'close' } : headers);
  response.flushHeaders();
  response.end(body);
}
