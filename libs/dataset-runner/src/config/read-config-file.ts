import { readFileSync } from 'node:fs';
import { extname, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { isPlainObject, type PlainObject } from './plain-object.ts';
import { lineInScript } from './script-line.ts';
import type { SettingPath } from './setting-path.ts';

/** The content of a configuration file before it is checked. */
export interface ConfigFile {
  /** For people: relative to the working folder. */
  readonly name: string;
  readonly value: PlainObject;
  /** Line of a setting, from 1; null when it cannot be told. */
  lineOf(path: SettingPath): number | null;
}

/**
 * Reads a configuration file; only TypeScript brings a transpiler into memory, only YAML a YAML parser.
 *
 * Errors: `E-CONFIG-FILE` when the file cannot be read, parsed or run, or exports no object.
 */
export async function readConfigFile(path: string, workingFolder: string): Promise<ConfigFile> {
  const name = relative(workingFolder, path);
  try {
    const text = readFileSync(path, 'utf8');
    switch (extname(path)) {
      case '.yaml':
      case '.yml':
        return await readYaml(name, text);
      case '.ts':
      case '.mts':
        return script(name, text, await importTypeScript(path));
      default:
        return script(name, text, await importJavaScript(path));
    }
  } catch (cause) {
    if (cause instanceof VaultwrightError) throw cause;
    throw unreadable(
      name,
      cause instanceof Error ? firstLine(cause.message) : 'an error while loading',
      cause,
    );
  }
}

async function readYaml(name: string, text: string): Promise<ConfigFile> {
  const { LineCounter, isMap, isNode, isPair, isScalar, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const problem = document.errors[0];
  if (problem !== undefined) {
    const { line, col } = counter.linePos(problem.pos[0]);
    throw unreadable(`${name}:${line}:${col}`, problem.message, problem);
  }
  const value: unknown = document.toJS() ?? {};
  return {
    name,
    value: objectOf(name, value),
    lineOf(path) {
      // the key's own line is the one to look at, not that of its value
      const container = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
      const last = path.at(-1);
      const pair = isMap(container)
        ? container.items.find(
            (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last),
          )
        : undefined;
      const node = isNode(pair?.key) ? pair.key : document.getIn(path, true);
      return isNode(node) && node.range ? counter.linePos(node.range[0]).line : null;
    },
  };
}

async function importTypeScript(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(path).href, { fsCache: false, moduleCache: false });
  return jiti.import(path, { default: true });
}

async function importJavaScript(path: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  return module.default;
}

function script(name: string, text: string, value: unknown): ConfigFile {
  return { name, value: objectOf(name, value), lineOf: (path) => lineInScript(text, path) };
}

function objectOf(name: string, value: unknown): PlainObject {
  if (isPlainObject(value)) return value;
  throw unreadable(
    name,
    value === undefined ? 'no default export' : `a ${Array.isArray(value) ? 'list' : typeof value}`,
  );
}

function unreadable(where: string, found: string, cause?: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-FILE',
    family: 'configuration',
    title: 'cannot read the configuration file',
    where,
    found,
    allowed: 'a YAML mapping, or a script with `export default { ... }`',
    fix: 'correct the file',
    cause,
  });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
