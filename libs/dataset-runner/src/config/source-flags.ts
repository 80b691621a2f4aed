import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { carriesPassword } from '../redaction.ts';
import type { ConfigLayer } from './merge-layers.ts';
import { isPlainObject, type PlainObject } from './plain-object.ts';

/** Where files come from, as said on a command line; over the configuration's `source`. */
export interface SourceFlags {
  /** `s3://bucket/prefix`, `file:///folder/` or a folder, relative to the working folder. */
  readonly location?: string;
  readonly bucket?: string;
  /** One object, instead of all the data set asks for. */
  readonly key?: string;
  readonly prefix?: string;
  readonly endpoint?: string;
}

/**
 * The flags as settings.
 *
 * Invariant: another bucket or location never inherits the configured prefix.
 * Errors: `E-USAGE-OPTION` for a location beside `--bucket` or `--prefix`, or a folder beside `--endpoint`;
 * `E-USAGE-SECRET` for a flag that carries a password.
 */
export function sourceFlagLayer(flags: SourceFlags, below: PlainObject, workingFolder: string): ConfigLayer {
  const flagOf = new Map<string, string>();
  const source: Record<string, unknown> = {};
  const set = (key: string, value: unknown, flag: string): void => {
    source[key] = value;
    flagOf.set(key, flag);
  };
  for (const [name, text] of Object.entries(flags)) {
    if (typeof text === 'string' && carriesPassword(text))
      throw refused(`--${name === 'location' ? 'source' : name}`);
  }

  if (flags.location !== undefined) {
    const place = parseLocation(flags.location, workingFolder);
    for (const [key, value] of Object.entries(place)) set(key, value, '--source');
    const others = [flags.bucket, flags.prefix, ...(place.type === 'folder' ? [flags.endpoint] : [])];
    if (others.some((other) => other !== undefined)) throw contradiction(flags.location);
  }
  if (flags.bucket !== undefined) {
    set('type', 's3', '--bucket');
    set('bucket', flags.bucket, '--bucket');
    set('prefix', '', '--bucket');
  }
  if (flags.prefix !== undefined) set('prefix', flags.prefix, '--prefix');
  if (flags.endpoint !== undefined) set('endpoint', flags.endpoint, '--endpoint');
  if (flagOf.size > 0 && source['type'] === undefined) {
    // --prefix and --endpoint alone refine a bucket that is configured
    const configured = below['source'];
    if (!isPlainObject(configured) || configured['type'] !== 's3')
      set('type', 's3', [...flagOf.values()][0] ?? '');
  }
  return {
    value: flagOf.size === 0 ? {} : { source },
    originOf: (path) => ({
      kind: 'flag',
      flag: flagOf.get(String(path[1])) ?? [...flagOf.values()][0] ?? '--source',
    }),
  };
}

type Location =
  | { readonly type: 'folder'; readonly path: string }
  | { readonly type: 's3'; readonly bucket: string; readonly prefix: string };

function parseLocation(location: string, workingFolder: string): Location {
  const s3 = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(location);
  if (s3 !== null) return { type: 's3', bucket: s3[1] ?? '', prefix: s3[2] ?? '' };
  if (location.startsWith('file:')) return { type: 'folder', path: fileURLToPath(location) };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(location)) {
    throw new VaultwrightError({
      code: 'E-USAGE-OPTION',
      family: 'usage',
      title: 'this kind of source is not supported',
      where: '--source',
      found: location.slice(0, location.indexOf(':') + 3),
      allowed: 'a folder, file:// or s3://bucket/prefix',
      fix: 'download the files and name their folder',
    });
  }
  return { type: 'folder', path: isAbsolute(location) ? location : resolve(workingFolder, location) };
}

function contradiction(location: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-USAGE-OPTION',
    family: 'usage',
    title: 'two sources at once',
    where: '--source',
    found: `${location} beside --bucket, --prefix or --endpoint`,
    allowed: 'one source',
    fix: 'give s3://bucket/prefix alone, or --bucket with --prefix',
  });
}

function refused(flag: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-USAGE-SECRET',
    family: 'usage',
    title: 'a password on the command line',
    where: flag,
    found: 'a text with a password in it (not repeated here)',
    allowed: 'credentials in the environment or .env only',
    fix: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the variables your configuration names',
  });
}
