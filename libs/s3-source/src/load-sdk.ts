import { VaultwrightError } from '@vaultwright/datavault-core';

/** Loads the optional AWS SDK; errors: `E-CONFIG-PEER` when it is not installed. */
export async function loadSdk<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isMissingPeer(error)) throw error;
    throw new VaultwrightError({
      code: 'E-CONFIG-PEER',
      family: 'configuration',
      title: 'reading from S3 needs @aws-sdk/client-s3, which is not installed',
      where: '@vaultwright/s3-source',
      found: 'no package @aws-sdk/client-s3',
      allowed: '@aws-sdk/client-s3 3.1169 or a later 3.x',
      fix: 'npm install @aws-sdk/client-s3',
      cause: error,
    });
  }
}

/** The package itself is absent; a file missing within it is another matter. */
function isMissingPeer(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: string };
  const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
  return missing && message?.includes("'@aws-sdk/client-s3'") === true;
}
