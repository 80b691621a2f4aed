export { duckDbBackend, type DuckDbBackendOptions } from './backend/duckdb-backend.ts';
export { BackendError } from './backend/sql-backend.ts';
export type {
  BackendColumn,
  BackendDescription,
  BackendResult,
  BackendSession,
  ConnectionFacts,
  CopySink,
  SqlBackend,
} from './backend/sql-backend.ts';
export { makeTestCertificates } from './certificates/make-test-certificates.ts';
export type { TestCertificate, TestCertificates } from './certificates/make-test-certificates.ts';
export type { ActiveFault } from './faults/fault-plan.ts';
export type { Fault, FaultAction, FaultMoment, FaultPeer } from './faults/fault.ts';
export { usualFaults } from './faults/usual-faults.ts';
export type { Cut } from './faults/usual-faults.ts';
export { countOf, doneOf, loadedOf, oid, rowsOf } from './scripted/result.ts';
export type { ScriptedValue } from './scripted/result.ts';
export type {
  ScriptedAnswer,
  ScriptedCall,
  ScriptedCopy,
  ScriptedCopyEnd,
  ScriptedReply,
  ScriptedRule,
} from './scripted/scripted-answer.ts';
export { scriptedBackend } from './scripted/scripted-backend.ts';
export type { ScriptedBackendOptions } from './scripted/scripted-backend.ts';
export type { AuthOptions } from './server/auth-options.ts';
export type { TlsOptions } from './server/secure-socket.ts';
export { startVerticaTestServer } from './server/start-vertica-test-server.ts';
export type {
  ConnectionOptions,
  TestConnection,
  VerticaTestServer,
  VerticaTestServerOptions,
} from './server/vertica-test-server.ts';
export type { EndOfConnection, TranscriptEntry, TranscriptEvent } from './transcript/transcript-entry.ts';
export { Transcript } from './transcript/transcript.ts';
export type { ClientMessage, VerifiedFile } from './wire/client-message.ts';
export { serverMessage } from './wire/server-message.ts';
export type { ServerReport } from './wire/server-message.ts';
