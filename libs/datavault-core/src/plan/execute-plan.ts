import { VaultwrightError } from '../errors.ts';
import type { ParameterValues } from '../sql/statement.ts';
import type { Session, WarehouseRow } from '../warehouse/warehouse.ts';
import { refuseChangedRules } from '../vault/rules/refuse-changed-rules.ts';
import type { Wave } from '../model/entity.ts';
import { LoadTally } from './load-ledger.ts';
import type { LoadResult } from './load-result.ts';
import { tablesWithRows } from './held-rows.ts';
import type { CheckStep, DefineStep, Step } from './step.ts';

export interface CheckResult {
  readonly name: string;
  readonly entity: string;
  readonly status: 'passed' | 'warned';
  /** Offending rows of a warning. */
  readonly rows: readonly WarehouseRow[];
}

/** What execution tells while it goes on. */
export interface ExecutionListener {
  readonly started?: (step: Step) => void;
  /** After each step that was started, whether it succeeded or not. */
  readonly ended?: (step: Step) => void;
  readonly loaded?: (result: LoadResult, phase: Wave) => void;
  readonly checked?: (result: CheckResult) => void;
}

export interface ExecutionResult {
  readonly loads: readonly LoadResult[];
  readonly checks: readonly CheckResult[];
}

/** Runs the steps that create tables and work tables; outside a transaction, because some engines commit on DDL. */
export async function executeDefinitions(session: Session, steps: readonly Step[]): Promise<void> {
  for (const step of steps) if (step.kind === 'define') await session.execute(step.compiled);
}

/**
 * Runs the loading and checking steps inside the caller's transaction.
 *
 * Errors: `E-HASH-RULE-CHANGED` before anything is written; `E-DATA-RECONCILE`, `E-HASH-COLLISION`, `E-CHECK-FAILED`; the
 * caller rolls back.
 */
export async function executeLoad(
  session: Session,
  steps: readonly Step[],
  values: ParameterValues,
  listener: ExecutionListener = {},
): Promise<ExecutionResult> {
  const execution = new LoadExecution(session, values, listener);
  await execution.run(steps);
  return execution.result();
}

/**
 * A load in parts: steps that are `ahead` may run before the transaction opens, under the vault's lock; the others in it.
 *
 * Errors: those of {@link executeLoad}.
 */
export class LoadExecution {
  readonly #loads = new LoadTally();
  readonly #checks: CheckResult[] = [];
  /** Tables of held rows that have any; null while nobody asked. */
  #waiting: ReadonlySet<string> | null = null;

  constructor(
    private readonly session: Session,
    private readonly values: ParameterValues,
    private readonly listener: ExecutionListener = {},
  ) {}

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (step.kind === 'define') continue;
      if (this.#isIdle(step)) {
        if (step.kind === 'tally') this.#loads.counted(step, {});
        continue;
      }
      this.listener.started?.(step);
      try {
        await this.#run(step);
      } finally {
        this.listener.ended?.(step);
      }
    }
  }

  result(): ExecutionResult {
    return { loads: this.#loads.results(), checks: this.#checks };
  }

  /** Whether a step tries held rows again where none wait. */
  #isIdle(step: Exclude<Step, DefineStep>): boolean {
    if (this.#waiting === null || !('tries' in step) || step.tries.length === 0) return false;
    return !step.tries.some((name) => this.#waiting?.has(name));
  }

  async #run(step: Exclude<Step, DefineStep>): Promise<void> {
    const values = given(step, this.values);
    switch (step.kind) {
      case 'write':
        return this.#loads.wrote(step, await this.session.execute(step.compiled, values));
      case 'rules':
        return refuseChangedRules(step.vault, await this.session.query(step.compiled, values));
      case 'held':
        this.#waiting = tablesWithRows(await this.session.query(step.compiled, values));
        return;
      case 'tally': {
        const [row] = await this.session.query(step.compiled, values);
        const result = this.#loads.counted(step, row ?? {});
        this.listener.loaded?.(result, step.phase);
        return;
      }
      case 'check':
        return this.#checked(step, await this.session.query(step.compiled, values));
    }
  }

  async #checked(step: CheckStep, rows: readonly WarehouseRow[]): Promise<void> {
    if (rows.length > 0 && step.severity === 'error')
      throw checkFailure(step, rows, await missingKeys(this.session, step, this.values));
    const { name, entity } = step;
    const result: CheckResult = { name, entity, status: rows.length === 0 ? 'passed' : 'warned', rows };
    this.#checks.push(result);
    this.listener.checked?.(result);
  }
}

/** The values with NULL for optional parameters that nobody gave. */
function given({ compiled }: Pick<Step, 'compiled'>, values: ParameterValues): ParameterValues {
  const absent = compiled.parameters.filter(({ name, optional }) => optional && values[name] === undefined);
  if (absent.length === 0) return values;
  return { ...values, ...Object.fromEntries(absent.map(({ name }) => [name, null])) };
}

/** The keys that a parent lacks, as the files have them; none where they cannot be told. */
async function missingKeys(session: Session, step: CheckStep, values: ParameterValues): Promise<string[]> {
  const lines: string[] = [];
  for (const { source, compiled } of step.remedy?.keys ?? []) {
    try {
      const rows = await session.query(compiled, given({ compiled }, values));
      lines.push(...rows.map((row) => `source ${source}: ${shownKey(row)}`));
    } catch {
      // The check itself has found the rows; what it found is shown instead.
    }
  }
  return lines.slice(0, 5);
}

function shownKey(row: WarehouseRow): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} = ${typeof value === 'bigint' ? value : plainText(value)}`)
    .join(', ');
}

function plainText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
}

function checkFailure(
  step: CheckStep,
  rows: readonly WarehouseRow[],
  keys: readonly string[],
): VaultwrightError {
  return new VaultwrightError({
    code: step.code,
    family: 'data',
    title: titleOf(step),
    where: step.entity,
    found: `${rows.length} ${step.finding}`,
    allowed: 'none; the batch was rolled back',
    fix: step.remedy?.fix ?? step.fix ?? 'look at the rows below; nothing of the batch was stored',
    details: keys.length > 0 ? keys : rows.slice(0, 5).map(plainText),
  });
}

function titleOf({ code, entity, name, remedy }: CheckStep): string {
  if (code === 'E-HASH-COLLISION') return `two business keys of ${entity} have one hash key`;
  if (remedy !== null) return `${entity} has rows whose key ${remedy.parent} does not hold`;
  return `check failed: ${name}`;
}
