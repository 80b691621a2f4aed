/**
 * Looks for credentials in the files and the whole history of the repository, and for machine paths and
 * registry hosts in the files.
 *
 * Usage: node tools/workspace-checks/secrets.mjs [--root <folder>] [--allowed <file>]
 * Exit code: 0 = nothing found, 1 = findings, 2 = the scan itself failed.
 * A lookalike is allowed by its digest, file and reason in `secrets/allowed-findings.json`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findPlaces } from './secrets/place-patterns.mjs';
import { isShallow, listProjectFiles, readHistory } from './secrets/read-git.mjs';
import { findSecrets } from './secrets/secret-patterns.mjs';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));

async function scan(root, allowed) {
  const findings = [];
  const used = new Set();
  const report = (where, file, { rule, text }) => {
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const allowance = allowed.find(
      (each) => each.digest === digest && each.file === file && each.rule === rule,
    );
    if (allowance !== undefined) used.add(allowance);
    else
      findings.push({ where, rule, shown: shownPart(rule, text), digest, key: `${file} ${rule} ${digest}` });
  };

  const hosts = registryHosts(root);
  const files = listProjectFiles(root);
  for (const file of files) {
    const text = readText(join(root, file));
    if (text === null) continue;
    text.split('\n').forEach((line, index) => {
      const found = [...findSecrets(line), ...findPlaces(file, line, hosts)];
      for (const each of found) report(`${file}:${index + 1}`, file, each);
    });
  }

  const inFiles = new Set(findings.map(({ key }) => key));
  const commits = new Set();
  for await (const { commit, file, line } of readHistory(root)) {
    commits.add(commit);
    for (const each of findSecrets(line))
      report(`commit ${commit} ${file ?? 'message'}`, file ?? 'message', each);
  }
  const once = findings.filter(({ where, key }) => !where.startsWith('commit ') || !inFiles.has(key));
  for (const { rule, file } of allowed.filter((each) => !used.has(each))) {
    once.push({ where: file, rule: 'stale-allowance', shown: rule, digest: '' });
  }
  return { findings: once, files: files.length, commits: commits.size };
}

/** A secret is never printed whole. */
function shownPart(rule, text) {
  return ['machine-path', 'registry-host', 'lock-address'].includes(rule) ? text : `${text.slice(0, 4)}…`;
}

/** The text of a file; null for links, binary files and files that git still lists but that are gone. */
function readText(path) {
  const state = lstatSync(path, { throwIfNoEntry: false });
  if (state === undefined || !state.isFile()) return null;
  const bytes = readFileSync(path);
  return bytes.subarray(0, 8192).includes(0) ? null : bytes.toString('utf8');
}

/** The host this machine installs from: a mirror's name says where its owner works. */
function registryHosts(root) {
  const address =
    process.env['npm_config_registry'] ??
    execFileSync('npm', ['config', 'get', 'registry'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  return URL.canParse(address.trim()) ? [new URL(address.trim()).hostname] : [];
}

function readAllowed(path) {
  const allowed = JSON.parse(readFileSync(path, 'utf8'));
  for (const { rule, file, digest, reason } of allowed) {
    if ([rule, file, digest, reason].some((part) => typeof part !== 'string' || part === '')) {
      throw new Error(`${path}: every entry needs rule, file, digest and reason`);
    }
  }
  return allowed;
}

const { values } = parseArgs({ options: { root: { type: 'string' }, allowed: { type: 'string' } } });
const root = values.root ?? fromHere('../../');
try {
  const allowed = readAllowed(values.allowed ?? fromHere('./secrets/allowed-findings.json'));
  const { findings, files, commits } = await scan(root, allowed);
  for (const { where, rule, shown, digest } of findings)
    console.log(`${where} ${rule} ${shown} ${digest}`.trim());
  const part = isShallow(root) ? ' (a shallow clone: older commits were not seen)' : '';
  console.log(`secrets: ${files} files, ${commits} commits${part}, ${findings.length} findings`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`secrets: the scan failed: ${error.message}`);
  process.exitCode = 2;
}
