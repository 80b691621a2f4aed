/** What the statements of one load know. */
export interface HandWrittenLoad {
  /** Folder of the delivered files. */
  readonly folder: string;
  readonly loadId: string;
  /** Load date as text that the engine casts. */
  readonly loadDate: string;
}

/** The tables, and what one load of all files runs; each statement is a transaction of its own. */
export interface HandWrittenForm {
  readonly tables: readonly string[];
  readonly load: (load: HandWrittenLoad) => readonly string[];
}

/** The md5 of a text as the 16 bytes of a uuid; the engine's number of it has the bytes turned round. */
export function hashed(text: string): string {
  return `cast(unhex(md5(${text})) as uuid)`;
}

/** A text as part of a hashed text; asking first whether there is anything to escape halves the time. */
export function escaped(column: string): string {
  return `case when contains(${column}, '~') or contains(${column}, '|') then replace(replace(${column}, '~', '~~'), '|', '~|') else ${column} end`;
}

/** An instant with all six digits of its second. */
export function instant(column: string): string {
  return `case strlen(cast(${column} as varchar)) when 19 then cast(${column} as varchar) || '.000000' else rpad(cast(${column} as varchar), 26, '0') end`;
}

export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** Types of the file's columns, in their order, and what the staging table adds. */
export interface StagedFile {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
}

export function stagingTable({ name, columns }: StagedFile): string {
  const declared = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return `create table if not exists staging.${name} (
  ${declared.join(',\n  ')},
  load_id varchar not null,
  source_object varchar not null
)`;
}

/** Parses the file once, straight into the staging table. */
export function stage({ name, columns }: StagedFile, { folder, loadId }: HandWrittenLoad): string {
  const types = Object.entries(columns).map(
    ([column, type]) => `${column}: ${quoted(type.replace(' not null', ''))}`,
  );
  return `insert into staging.${name}
select *, ${quoted(loadId)}, '${name}.csv'
from read_csv(${quoted(`${folder}/${name}.csv`)}, header = true, auto_detect = false,
  delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, columns = {${types.join(', ')}})`;
}

/** Changed contents of a key: `from` gives `key`, `hash_diff` and the payload, all of one load date. */
export function changedVersions(
  satellite: string,
  key: string,
  payload: readonly string[],
  from: string,
  { loadDate }: HandWrittenLoad,
): string {
  const kept = payload.map((column) => `any_value(${column}) as ${column}`);
  return `insert into dds.${satellite} (${[key, 'hash_diff', ...payload].join(', ')}, load_dt, load_src)
select ${key}, hash_diff, ${kept.join(', ')}, ${quoted(loadDate)}::timestamp, 's3'
from (${from}) as staged
left join (
  select ${key}, arg_max(hash_diff, load_dt) as latest_diff
  from dds.${satellite}
  where ${key} in (select ${key} from (${from}))
  group by ${key}
) as latest using (${key})
where latest_diff is null or latest_diff <> hash_diff
group by ${key}, hash_diff`;
}
