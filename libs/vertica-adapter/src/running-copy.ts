import { ProtocolViolation } from './connection-failure.ts';
import type { VerifyFilesMessage, WriteFileMessage } from './driver-module.ts';

/** What the server may ask for while a COPY of ours runs; outside of one it may ask for nothing. */
export class RunningCopy {
  #isActive = false;
  #isAnswered = false;
  #rejectedRows: bigint[] = [];

  /** Rows that the server refused, 1-based, in the order it told them. */
  get rejectedRows(): readonly bigint[] {
    return this.#rejectedRows;
  }

  /** A statement begins, which may be a COPY. */
  forgetRows(): void {
    this.#rejectedRows = [];
  }

  begin(): void {
    this.#isActive = true;
    this.#isAnswered = false;
  }

  end(): void {
    this.#isActive = false;
  }

  checkFiles({ numFiles, rejectFile, exceptionFile }: VerifyFilesMessage): void {
    if (!this.#isActive || numFiles !== 0 || rejectFile !== '' || exceptionFile !== '')
      throw new ProtocolViolation('the server named files of this machine');
  }

  checkRowsWanted(): void {
    if (!this.#isActive || this.#isAnswered)
      throw new ProtocolViolation('the server asked for rows that nobody offered');
    this.#isAnswered = true;
  }

  takeRejectedRows({ fileName, fileContents }: WriteFileMessage): void {
    if (!this.#isActive || fileName !== '' || !Array.isArray(fileContents))
      throw new ProtocolViolation('the server sent bytes for a file of this machine');
    for (const row of fileContents) this.#rejectedRows.push(BigInt(row as bigint));
  }
}
