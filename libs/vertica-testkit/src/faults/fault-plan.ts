import type { Fault, FaultMoment } from './fault.ts';

/** A moment as the server reaches it. */
export interface ReachedMoment {
  readonly connection: number;
  readonly at: FaultMoment['at'];
  readonly phase?: string;
  readonly sql?: string;
  /** Messages counted so far. */
  readonly count?: number;
  /** Bytes of the COPY before and with the piece at hand. */
  readonly bytes?: { readonly before: number; readonly now: number };
}

/** A fault that waits for its moment. */
export interface ActiveFault {
  /** How often it struck. */
  readonly struck: number;
  /** From now on it strikes no more. */
  remove(): void;
}

class PlannedFault implements ActiveFault {
  readonly fault: Fault;
  struck = 0;
  #removed = false;

  constructor(fault: Fault) {
    this.fault = fault;
  }

  remove(): void {
    this.#removed = true;
  }

  strikes(moment: ReachedMoment): boolean {
    const { fault } = this;
    if (this.#removed || fault.at !== moment.at) return false;
    if (fault.times !== undefined && this.struck >= fault.times) return false;
    if (fault.connection !== undefined && fault.connection !== moment.connection) return false;
    if ('phase' in fault && fault.phase !== moment.phase) return false;
    if ('count' in fault && fault.count !== moment.count) return false;
    if ('sql' in fault && fault.sql !== undefined && !fits(fault.sql, moment.sql ?? '')) return false;
    if ('bytes' in fault && fault.bytes !== undefined) return reaches(fault.bytes, moment.bytes);
    return true;
  }
}

/** The faults of one server. */
export class FaultPlan {
  #planned: PlannedFault[];

  constructor(faults: readonly Fault[]) {
    this.#planned = faults.map((fault) => new PlannedFault(fault));
  }

  add(fault: Fault): ActiveFault {
    const planned = new PlannedFault(fault);
    this.#planned.push(planned);
    return planned;
  }

  clear(): void {
    this.#planned = [];
  }

  /** Faults that strike now, in the order in which they were planned. */
  strike(moment: ReachedMoment): Fault[] {
    const striking = this.#planned.filter((planned) => planned.strikes(moment));
    for (const planned of striking) planned.struck += 1;
    return striking.map(({ fault }) => fault);
  }
}

function fits(wanted: string | RegExp, sql: string): boolean {
  // `search` ignores the position that a global pattern keeps.
  return typeof wanted === 'string' ? sql === wanted : sql.search(wanted) >= 0;
}

function reaches(bytes: number, piece: ReachedMoment['bytes']): boolean {
  return piece !== undefined && piece.before < bytes && piece.now >= bytes;
}
