/** The server sent what no statement of ours asked for. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}

/** The server did not answer in time. */
export class StatementTimeout extends Error {
  override readonly name = 'StatementTimeout';
}

/** The connection ended without our doing. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}
