import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseMaxRejects, type MaxRejects } from '../config/max-rejects.ts';
import type { SourceFlags } from '../config/source-flags.ts';
import type { IntakeChoices } from '../run/intake-choices.ts';
import type { DataSetRequest, ObjectRequest, TargetRequest } from './commands.ts';

export interface TargetFlags {
  readonly config?: string;
  readonly target?: string;
}

export interface DataSetFlags extends TargetFlags {
  readonly model?: string;
}

export interface ObjectFlags extends DataSetFlags {
  readonly source?: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly prefix?: string;
  readonly endpoint?: string;
  readonly only?: readonly string[];
  readonly strict?: true;
  readonly knownContent?: 'load' | 'skip';
  readonly onEmptyObject?: 'fail' | 'accept';
  readonly onExtraColumn?: 'fail' | 'ignore';
  readonly onMissing?: 'ignore' | 'fail';
}

export function addTargetOptions(command: Command): Command {
  return command
    .option('--target <name>', 'warehouse of the configuration; `demo` is always there')
    .option('--config <path>', 'configuration file instead of vaultwright.config.* of this folder');
}

export function addDataSetOptions(command: Command): Command {
  return addTargetOptions(command.option('--model <name>', "one of the data set's models"));
}

export function addObjectOptions(command: Command): Command {
  return addDataSetOptions(command)
    .option('--source <place>', 'folder, or s3://bucket/prefix')
    .option('--bucket <name>', 'S3 bucket')
    .option('--prefix <text>', 'beginning of the keys in the bucket')
    .option('--key <key>', 'one object only')
    .option('--endpoint <url>', 'S3 endpoint other than AWS')
    .option('--only <source...>', 'these sources of the data set only')
    .option('--strict', 'refuse objects that belong to no source')
    .addOption(
      new Option('--known-content <what>', 'a new name with the content of another delivery').choices([
        'load',
        'skip',
      ]),
    )
    .addOption(new Option('--on-empty-object <what>', 'an object of zero bytes').choices(['fail', 'accept']))
    .addOption(
      new Option('--on-extra-column <what>', 'a column that the contract does not know').choices([
        'fail',
        'ignore',
      ]),
    )
    .addOption(new Option('--on-missing <what>', 'a source without any object').choices(['ignore', 'fail']));
}

export function addMaxRejectsOption(command: Command): Command {
  return command.option(
    '--max-rejects <n|p%>',
    'rejected records accepted per object (default 0)',
    maxRejects,
  );
}

/** Flags of every command that does not hand unknown ones on. */
export function addOutputOptions(command: Command): Command {
  return addTalkOptions(command)
    .option('--json', 'exactly one JSON line on stdout')
    .option('--result-file <path>', 'write the JSON result to a file too')
    .addOption(new Option('--log-format <format>', 'lines on stderr').choices(['text', 'json']));
}

/** How much is told, and in which colours. */
export function addTalkOptions(command: Command): Command {
  return command
    .addOption(new Option('-q, --quiet', 'warnings and errors only').conflicts('verbose'))
    .option('-v, --verbose', 'also the first records, passed checks and rejects')
    .option('--no-color', 'no colours');
}

export function targetRequest(flags: TargetFlags): TargetRequest {
  return { ...defined('config', flags.config), ...defined('target', flags.target) };
}

export function dataSetRequest(dataSet: string, flags: DataSetFlags): DataSetRequest {
  return { dataSet, ...targetRequest(flags), ...defined('model', flags.model) };
}

export function objectRequest(dataSet: string, flags: ObjectFlags): ObjectRequest {
  const source: SourceFlags = {
    ...defined('location', flags.source),
    ...defined('bucket', flags.bucket),
    ...defined('key', flags.key),
    ...defined('prefix', flags.prefix),
    ...defined('endpoint', flags.endpoint),
  };
  const choices: IntakeChoices = {
    ...defined('strict', flags.strict),
    ...defined('knownContent', flags.knownContent),
    ...defined('onEmptyObject', flags.onEmptyObject),
    ...defined('onExtraColumn', flags.onExtraColumn),
    ...defined('onMissing', flags.onMissing),
  };
  return {
    ...dataSetRequest(dataSet, flags),
    ...(Object.keys(source).length === 0 ? {} : { source }),
    only: flags.only ?? [],
    ...(Object.keys(choices).length === 0 ? {} : { choices }),
  };
}

/** A member that is left out when it has no value. */
export function defined<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}

function maxRejects(text: string): MaxRejects {
  const limit = parseMaxRejects(text);
  if (limit === null)
    throw new InvalidArgumentError('Allowed: a whole number, or a percentage such as 0.01%.');
  return limit;
}
