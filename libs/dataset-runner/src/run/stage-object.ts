import {
  parseObject,
  regularFile,
  type CsvOptions,
  type CsvReject,
  type CsvScan,
  type CsvTotals,
} from '@vaultwright/csv-intake';
import { rejectTable, VaultwrightError } from '@vaultwright/datavault-core';
import type { BulkLoad, CanonicalRow, FetchedObject } from '@vaultwright/datavault-core/warehouse';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { Landing, Origin } from './landing.ts';
import type { Load } from './record-batch.ts';
import type { RunContext } from './run-context.ts';
import { rejectLines } from './reject-lines.ts';
import { exceedsLimit, tooManyRejects } from './reject-limit.ts';

/** An object whose bytes lie in a private file and were scanned on the way. */
export interface ScannedObject {
  readonly object: FetchedObject;
  readonly source: SourceContract;
  readonly options: CsvOptions;
  readonly scan: CsvScan;
}

export interface StagedObject extends CsvTotals {
  /** `fast`: the engine read the file; `canonical`: our parser did. */
  readonly path: 'fast' | 'canonical';
}

/** An object whose rows have landed. */
export interface LandedObject {
  readonly counts: StagedObject;
  /** Writes what belongs in stored tables and is not there yet; inside the transaction. */
  readonly settle: () => Promise<void>;
}

/**
 * Brings one object's rows to where they land first.
 *
 * Errors: `E-DATA-GUARD` when the engine should not read this file (roll back, then use the canonical path),
 * `E-DATA-REJECTS`, `E-DATA-RECONCILE`.
 */
export async function stageObject(
  context: RunContext,
  scanned: ScannedObject,
  load: Load,
  {
    landing,
    part,
    path,
    reached,
  }: {
    readonly landing: Landing;
    readonly part: number;
    readonly path: StagedObject['path'];
    /** Told how many records were read so far. */
    readonly reached: (records: number) => void;
  },
): Promise<LandedObject> {
  const origin: Origin = { loadId: load.loadId, key: scanned.object.key, part };
  const bulk: BulkLoad = {
    target: landing.target,
    source: scanned.source,
    constants: landing.constants(origin),
  };
  const { session } = context;
  const regular =
    path === 'fast' && session.loadRegularFile ? regularFile(scanned.scan, scanned.object.path) : null;
  if (regular !== null && session.loadRegularFile) {
    const loaded = Number(await session.loadRegularFile(bulk, regular));
    reached(scanned.scan.records);
    const counts = reconciled(
      scanned,
      { path: 'fast', read: scanned.scan.records, loaded, rejected: 0, blank: 0 },
      loaded,
    );
    return { counts, settle: () => keep(context, scanned, landing, origin, loaded) };
  }
  const rejects = new RejectCollector(context, scanned, reached);
  const stored = await session.loadRows(bulk, rejects.rows());
  const staged = reconciled(scanned, { path: 'canonical', ...rejects.totals }, Number(stored));
  if (exceedsLimit(context.rejectLimit, staged.rejected, staged.read)) {
    throw tooManyRejects(scanned.object.key, staged, context.rejectLimit, rejects.first, scanned.source);
  }
  const settle = async (): Promise<void> => {
    await keep(context, scanned, landing, origin, staged.loaded);
    await rejects.store(load);
  };
  return { counts: staged, settle };
}

/** Rows that landed in a work table go to the staging table, all of them. */
async function keep(
  { session }: RunContext,
  scanned: ScannedObject,
  landing: Landing,
  origin: Origin,
  landed: number,
): Promise<void> {
  const copy = landing.copy?.(origin);
  if (copy === undefined) return;
  const kept = Number(await session.execute(copy.statement, copy.values));
  if (kept !== landed) throw countsDiffer(scanned, `${landed} rows landed, ${kept} were kept`);
}

/** Reads the canonical rows once, keeping what the rejects need. */
class RejectCollector {
  totals: CsvTotals = { read: 0, loaded: 0, rejected: 0, blank: 0 };
  readonly first: CsvReject[] = [];
  readonly #kept: CsvReject[] = [];

  constructor(
    private readonly context: RunContext,
    private readonly scanned: ScannedObject,
    private readonly reached: (records: number) => void,
  ) {}

  async *rows(): AsyncGenerator<readonly CanonicalRow[]> {
    const { object, source, options, scan } = this.scanned;
    const settings = { ...options, object: object.key };
    for await (const batch of parseObject(source, scan, object.path, settings)) {
      this.totals = batch.totals;
      this.reached(batch.totals.read);
      this.first.push(...batch.rejects.slice(0, 5 - this.first.length));
      if (batch.rejects.length > 0) this.#keep(batch.rejects);
      if (batch.rows.length > 0) yield batch.rows;
    }
  }

  #keep(rejects: readonly CsvReject[]): void {
    const { object, source } = this.scanned;
    const { rejectLimit } = this.context;
    // Beyond an absolute limit nothing of the file is stored, so nothing more needs to be kept.
    if ('percent' in rejectLimit || this.totals.rejected <= rejectLimit.records) this.#kept.push(...rejects);
    this.context.report({
      kind: 'reject',
      key: object.key,
      source: source.name,
      rejects: rejectLines(object.key, rejects),
    });
  }

  /** Writes the rejects beside the staging table. */
  async store({ loadId, loadDate }: { readonly loadId: string; readonly loadDate: string }): Promise<void> {
    const { session, vault } = this.context;
    const { object, source } = this.scanned;
    if (this.#kept.length === 0) return;
    const table = rejectTable(source, vault);
    const personal = Object.values(source.columns).some(({ pii }) => pii);
    const columns = Object.fromEntries(
      table.columns.map(({ name, type }) => [name, { type, nullable: true, pii: false, aliases: [] }]),
    );
    const contract: BulkLoad['source'] = {
      name: table.name,
      columns,
      csv: { delimiter: ',', quote: '"' },
    };
    const rows = this.#kept.map((reject): CanonicalRow => [
      loadId,
      object.key,
      String(reject.recordNo),
      String(reject.lineNo),
      reject.columnNo === null ? null : String(reject.columnNo),
      reject.column,
      reject.code,
      personal ? null : visible(reject.value),
      reject.expected,
      String(reject.byteStart),
      String(reject.byteLength),
      personal ? null : visible(reject.raw),
      reject.rawSha256,
      loadDate,
    ]);
    await session.loadRows({ target: table, source: contract, constants: [] }, once(rows));
  }
}

/** Control bytes 0 to 3, for which a record may have been rejected, spelled out: no engine can store all of them. */
function visible(text: string | null): string | null {
  return text === null ? null : text.replace(/[\u0000-\u0003]/g, (byte) => `\\x0${byte.charCodeAt(0)}`);
}

async function* once<Item>(items: readonly Item[]): AsyncGenerator<readonly Item[]> {
  yield items;
}

/** read = loaded + rejected + blank, and the engine stored what was loaded. */
function reconciled(scanned: ScannedObject, staged: StagedObject, stored: number): StagedObject {
  const { scan } = scanned;
  const { read, loaded, rejected, blank } = staged;
  if (read === loaded + rejected + blank && read === scan.records && stored === loaded) return staged;
  const found = `scanned ${scan.records}, read ${read}, loaded ${loaded} (engine stored ${stored}), rejected ${rejected}, blank ${blank}`;
  throw countsDiffer(scanned, found);
}

function countsDiffer({ object }: ScannedObject, found: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-DATA-RECONCILE',
    family: 'data',
    title: 'the counts of a file do not add up; nothing of it was loaded',
    where: object.key,
    found,
    allowed: 'read = loaded + rejected + blank = scanned',
    fix: 'please report this with the run folder',
  });
}
