import type { ClaimResult, Clock, VerifyReport } from '@vaultwright/datavault-core/warehouse';
import type { ConfigReport } from '../config/describe-config.ts';
import type { EnvironmentVariables } from '../config/environment.ts';
import type { MaxRejects } from '../config/max-rejects.ts';
import type { SourceFlags } from '../config/source-flags.ts';
import type { Redactor } from '../redaction.ts';
import type { DeliveryStatus } from '../deliveries/delivery-status.ts';
import type { RunReporter } from '../run-event.ts';
import type { IntakeChoices } from '../run/intake-choices.ts';
import type { RunResult } from '../run-result.ts';
import type { Watch } from '../run-work.ts';
import type { PastRun } from '../runs/past-run.ts';

/** What a program gives to every command; no command reads the process itself. */
export interface CommandContext {
  /** Absolute; relative paths of flags start here. */
  readonly workingFolder: string;
  readonly environment: EnvironmentVariables;
  readonly clock: Clock;
  /** Aborted by the first SIGINT or SIGTERM, with an `Interruption` as its reason. */
  readonly signal: AbortSignal;
  /** Tells the person at the console; a command adds the run folder's reporter. */
  readonly report: RunReporter;
  /** Shows what goes on while it goes on. */
  readonly watch?: Watch;
  /** In front of every text that leaves the program; `loadConfig` teaches it the secrets. */
  readonly redactor: Redactor;
}

/** Members shared by all requests; the optional ones are overrides of the configuration. */
export interface TargetRequest {
  readonly config?: string;
  readonly target?: string;
}

export interface DataSetRequest extends TargetRequest {
  readonly dataSet: string;
  /** One of the data set's models; its default when absent. */
  readonly model?: string;
}

export interface ObjectRequest extends DataSetRequest {
  readonly source?: SourceFlags;
  /** Names of sources; empty for all. */
  readonly only: readonly string[];
  /** Over the settings of the sources. */
  readonly choices?: IntakeChoices;
}

export interface StageRequest extends ObjectRequest {
  readonly maxRejects?: MaxRejects;
  /** Load deliveries again that the ledger knows, under their recorded dates; the vault stays as it is. */
  readonly forceLoad: boolean;
  /** Never create a table. */
  readonly noCreate: boolean;
}

export interface RunRequest extends StageRequest {
  /** Read and convert every record, write nothing to the warehouse. */
  readonly dryRun: boolean;
  /** Measure where the time goes. */
  readonly profile?: boolean;
}

/** Loads the vault from what is already staged. */
export interface LoadRequest extends DataSetRequest {
  readonly only: readonly string[];
  readonly noCreate: boolean;
}

export interface FetchRequest extends ObjectRequest {
  /** Folder for the copies, relative to the working folder; a private temporary one when absent. */
  readonly out?: string;
}

export interface FetchSummary {
  readonly schema: 'vaultwright.fetch/1';
  readonly dataSet: string;
  readonly objects: readonly {
    readonly key: string;
    readonly source: string;
    readonly etag: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly path: string;
  }[];
}

export interface PlanRequest extends ObjectRequest {
  readonly forceLoad: boolean;
}

export interface PlanSummary {
  readonly schema: 'vaultwright.plan/1';
  readonly dataSet: string;
  readonly model: string;
  readonly target: string;
  readonly engine: string;
  /** True when a run would change anything. */
  readonly pending: boolean;
  /** Tables and views that do not exist. */
  readonly create: readonly string[];
  /** One line per difference between an existing table and the metadata. */
  readonly changed: readonly string[];
  readonly objects: readonly {
    readonly key: string;
    readonly source: string;
    readonly bytes: number;
    readonly status: DeliveryStatus;
    readonly delivery: string;
    /** Load date, canonical text; null when the clock of the run will tell. */
    readonly date: string | null;
    /** Entities that a run would fill from it; empty when it loads all or none. */
    readonly fills: readonly string[];
  }[];
  /** Sources that have no object at all. */
  readonly absent: readonly string[];
  /** Point-in-time tables and bridges that were declared later, and would be filled from the vault. */
  readonly computed: readonly string[];
  /** Statements in the order they would run. */
  readonly steps: readonly { readonly step: string; readonly subject: string; readonly sql: string }[];
  readonly warnings: readonly string[];
}

export interface ReportRequest extends TargetRequest {
  readonly name: string;
  /** Arguments the runner does not know, in order: they are the report's. */
  readonly options: readonly string[];
}

export interface ReportOutcome {
  /** For stdout, as it is; empty when the report went to a file. */
  readonly text: string;
  /** Lines for the person at the console. */
  readonly notes: readonly string[];
}

export interface RenderRequest extends DataSetRequest {
  /** A target, the short name of its adapter such as `vertica`, or the package of an adapter. */
  readonly dialect: string;
  /** Folder, relative to the working folder. */
  readonly out: string;
}

export interface RenderSummary {
  readonly schema: 'vaultwright.render/1';
  /** Written files, relative to the working folder. */
  readonly files: readonly string[];
  /** How often each statement reads which table, work tables by their bare name, where `with` is expanded. */
  readonly scans: readonly { readonly step: string; readonly tables: Readonly<Record<string, number>> }[];
}

export interface DoctorSummary {
  readonly schema: 'vaultwright.doctor/1';
  readonly target: string;
  readonly findings: readonly {
    readonly name: string;
    readonly status: 'ok' | 'failed' | 'warned';
    readonly message: string;
    readonly fix: string | null;
  }[];
}

export interface RunsRequest extends TargetRequest {
  /** Runs of one data set; of all when absent. */
  readonly dataSet?: string;
}

export interface RunsSummary {
  readonly schema: 'vaultwright.runs/1';
  /** Whose ledger was read. */
  readonly target: string;
  /** How many runs there are, shown or not. */
  readonly total: number;
  /** Newest first; deliveries are counted by status. */
  readonly runs: readonly (Omit<PastRun, 'deliveries' | 'warnings' | 'profile'> & {
    readonly deliveries: Readonly<Record<string, number>>;
  })[];
  readonly warnings: readonly string[];
}

export interface PastRunSummary {
  readonly schema: 'vaultwright.past-run/1';
  readonly target: string;
  readonly run: PastRun;
  readonly warnings: readonly string[];
}

export interface CleanRequest extends DataSetRequest {
  /** False lists what would be dropped and drops nothing. */
  readonly confirmed: boolean;
}

export interface CleanSummary {
  readonly schema: 'vaultwright.clean/1';
  readonly target: string;
  /** Tables and views that nobody else stands on, in the order they are dropped. */
  readonly objects: readonly string[];
  /** Rows of this data set in tables that it shares with others: they are deleted, the tables stay. */
  readonly rows: readonly { readonly table: string; readonly rows: number }[];
  /** Tables of the data set that stay, because others stand on them. */
  readonly kept: readonly { readonly name: string; readonly because: string }[];
  readonly dropped: boolean;
}

export interface ApplyRequest extends DataSetRequest {
  /** Digest of the changes that were shown and agreed to; null shows them and changes nothing. */
  readonly digest: string | null;
}

export interface ApplySummary {
  readonly schema: 'vaultwright.apply/1';
  readonly target: string;
  readonly digest: string;
  /** In the order they are made. */
  readonly changes: readonly { readonly title: string; readonly sql: string }[];
  readonly applied: boolean;
}

export interface VerifyRequest extends TargetRequest {
  /** Ids of claims; empty for all. */
  readonly only: readonly string[];
  /** Ask for the plan of every statement as well: of all data sets, and of a vault with every kind of entity. */
  readonly explain: boolean;
  /** File for the report, relative to the working folder; null writes none. */
  readonly out: string | null;
}

export interface VerifySummary {
  readonly schema: 'vaultwright.verify/1';
  readonly format: 1;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly vaultwright: string;
  readonly driver: string;
  readonly node: string;
  readonly server: VerifyReport['server'];
  readonly tls: string;
  readonly results: readonly ClaimResult[];
  readonly summary: Readonly<Record<ClaimResult['status'], number>>;
}

export interface ExplainRequest {
  /** As written, in capitals or not. */
  readonly code: string;
}

export interface ExplainSummary {
  readonly schema: 'vaultwright.explain/1';
  readonly code: string;
  /** Markdown. */
  readonly text: string;
}

/**
 * The library functions behind the command line, one per verb.
 *
 * Invariant: a run that began resolves, also when it failed: its result holds the error and its reporter printed it.
 * Whatever is thrown was not printed yet.
 */
export interface Commands {
  run(request: RunRequest, context: CommandContext): Promise<RunResult>;
  stage(request: StageRequest, context: CommandContext): Promise<RunResult>;
  load(request: LoadRequest, context: CommandContext): Promise<RunResult>;
  fetch(request: FetchRequest, context: CommandContext): Promise<FetchSummary>;
  plan(request: PlanRequest, context: CommandContext): Promise<PlanSummary>;
  report(request: ReportRequest, context: CommandContext): Promise<ReportOutcome>;
  render(request: RenderRequest, context: CommandContext): Promise<RenderSummary>;
  doctor(request: TargetRequest, context: CommandContext): Promise<DoctorSummary>;
  verify(request: VerifyRequest, context: CommandContext): Promise<VerifySummary>;
  apply(request: ApplyRequest, context: CommandContext): Promise<ApplySummary>;
  clean(request: CleanRequest, context: CommandContext): Promise<CleanSummary>;
  /** `limit` null lists all. */
  listRuns(
    request: RunsRequest & { readonly limit: number | null },
    context: CommandContext,
  ): Promise<RunsSummary>;
  /** `runId` may be the beginning of an id, or `last`. */
  showRun(
    request: RunsRequest & { readonly runId: string },
    context: CommandContext,
  ): Promise<PastRunSummary>;
  showConfig(request: TargetRequest, context: CommandContext): Promise<ConfigReport>;
  explain(request: ExplainRequest, context: CommandContext): Promise<ExplainSummary>;
}
