export { folderSource } from './folder-source.ts';
export type { FolderSourceOptions } from './folder-source.ts';
export { s3Source } from './s3-source.ts';
export type { S3Credentials, S3Deadlines, S3SourceOptions, S3Transfer } from './s3-source-options.ts';
export type { Wait } from './wait.ts';
