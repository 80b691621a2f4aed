import { VaultwrightError } from '@vaultwright/datavault-core';
import type { Clock } from '@vaultwright/datavault-core/warehouse';
import { redactText } from './safe-text.ts';
import { StoreFailure } from './store-failure.ts';

/** The fields of an SDK error that are read; all may be missing. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly attempts?: number;
  };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

const TLS = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|HOSTNAME_MISMATCH)/;
const NETWORK =
  /^(E[A-Z]{3,}|EAI_AGAIN|ERR_STREAM_PREMATURE_CLOSE|ERR_SOCKET_CLOSED|ERR_HTTP2_STREAM_ERROR)$/;

/**
 * Turns whatever the SDK threw into plain facts by status and system code; names are only shown.
 *
 * Errors that are none of the SDK's (ours, defects) are returned unchanged.
 */
export function readSdkError(error: unknown, secrets: readonly string[], clock: Clock): unknown {
  if (error instanceof VaultwrightError || !(error instanceof Error) || error.name === 'AbortError')
    return error;
  const { name = '', message = '', code, $metadata, $response } = error as SdkError;
  const text = redactText(message, secrets);
  const attempts = $metadata?.attempts ?? 1;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  if (status !== undefined && status >= 300) {
    const named =
      name === 'Unknown' || name === 'UnknownError' || name === 'Error'
        ? undefined
        : redactText(name, secrets);
    const requestId =
      $metadata?.requestId === undefined ? undefined : redactText($metadata.requestId, secrets);
    const clockSkew = skewSeconds($response?.headers?.['date'], clock);
    return new StoreFailure({
      kind: 'status',
      message: text,
      status,
      code: named,
      requestId,
      attempts,
      clockSkew,
    });
  }
  const system = typeof code === 'string' ? code : undefined;
  if (name === 'TimeoutError')
    return new StoreFailure({ kind: 'timeout', message: text, code: system, attempts });
  if (name === 'CredentialsProviderError' || message === 'Region is missing') {
    return new StoreFailure({ kind: 'setting', message: text });
  }
  if (system !== undefined && TLS.test(system)) {
    return new StoreFailure({ kind: 'tls', message: text, code: system, attempts });
  }
  if (system !== undefined && NETWORK.test(system)) {
    return new StoreFailure({ kind: 'network', message: text, code: system, attempts });
  }
  if (status !== undefined || system?.startsWith('HPE_') === true) {
    return new StoreFailure({ kind: 'answer', message: text, status, code: system, attempts });
  }
  return error;
}

function skewSeconds(date: string | undefined, clock: Clock): number | undefined {
  const server = Date.parse(date ?? '');
  return Number.isNaN(server) ? undefined : Math.round((server - Number(clock.now() / 1000n)) / 1000);
}
