export { startS3TestServer } from './s3-test-server.ts';
export type { S3TestServer, S3TestServerOptions } from './s3-test-server.ts';
export type { S3Fault, S3FaultKind, S3FaultMatch } from './s3-fault.ts';
export type { S3TestExchange, S3TestRequest } from './s3-test-request.ts';
