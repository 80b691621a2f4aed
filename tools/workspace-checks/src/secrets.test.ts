import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';
import { TestRepository } from './test-repository.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const registry = { npm_config_registry: 'https://mirror.example.test/npm/' };

// Secrets are put together here, so that no file of this repository holds one.
const letters = 'aB3dE5gH7jK9mN1pQ2sT4vW6yZ8cF0hJ5kL7nM9qR1tU3wX5zA7bC9dE2fG4hJ6kL8mN0pQ3rS5tU7vW9xY1zA';
const random = (length: number): string => letters.slice(0, length);
const upper = (length: number): string => random(length).toUpperCase();
const join2 = (...parts: string[]): string => parts.join('');

/** One line for each kind of credential. */
const planted: readonly [rule: string, line: string][] = [
  ['aws-access-key', join2('id = ', 'AK', 'IA', upper(16))],
  ['yandex-access-key', join2('id = ', 'YC', 'AJ', random(21))],
  ['yandex-secret-key', join2('use ', 'Y', 'C', random(38))],
  ['yandex-api-key', join2('use ', 'AQ', 'VN', random(36))],
  ['yandex-token', join2('use t', '1.', random(9), '.', random(70))],
  ['private-key', join2('-----BE', 'GIN RSA PRIVATE', ' KEY-----')],
  ['private-key', join2('-----BE', 'GIN PRIVATE', ' KEY-----')],
  ['github-token', join2('use gh', 'p_', random(36))],
  ['gitlab-token', join2('use gl', 'pat-', random(20))],
  ['npm-token', join2('//host/:_auth', 'Token=', random(30))],
  ['slack-token', join2('use xo', 'xb-', random(20))],
  ['telegram-token', join2('bot 12345', '6789:', random(35))],
  ['google-api-key', join2('use AI', 'za', random(35))],
  ['azure-storage-key', join2('Account', 'Key=', random(86), '==')],
  ['stripe-key', join2('use sk_', 'live_', random(24))],
  ['model-api-key', join2('use sk', '-ant-', random(40))],
  ['json-web-token', join2('use ey', 'J', random(20), '.ey', 'J', random(20), '.', random(20))],
  ['password-in-url', join2('postgres:', '//etl:', 'Blue7Horse', '@db.example.org/dwh')],
  ['password-in-text', join2('host=db user=etl pass', 'word=', 'Blue7Horse port=1')],
  ['assigned-password', join2('"pass', 'word": "', 'Blue7Horse!"')],
  ['assigned-secret', join2('AWS_SECRET', '_ACCESS_KEY=', random(40))],
  ['assigned-secret', join2('  secretAccess', "Key: '", random(40), "',")],
];

/** Lines that look alike and are none. */
const harmless = [
  "const url = 'postgres://etl:${password}@host/dwh';",
  'postgres://user:password@host/db and pg://u:canary-value@host',
  "const keys = { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-value' };",
  "password: process.env['VERTICA_PASSWORD'],",
  'const token = continuationTokenOf(request2);',
  'VERTICA_PASSWORD=<the password of the target>',
  'and/work/ /home/user/vaultwright https://host.example/work/x .',
  '"resolved": "libs/csv-intake",',
].join('\n');

describe('the secret scan', () => {
  const repository = new TestRepository();
  afterAll(() => repository.remove());
  const none = join(repository.root, '.git/allowed.json');
  writeFileSync(none, '[]');
  const scanOf = ({ root: place }: TestRepository) =>
    runScript('secrets.mjs', ['--root', place, '--allowed', none], registry);
  const scan = () => scanOf(repository);

  it('is silent where nothing is planted', () => {
    repository.commit('feat: start', { 'harmless.ts': harmless, 'package-lock.json': harmless });
    expect(scan()).toEqual({ code: 0, lines: ['secrets: 2 files, 1 commits, 0 findings'] });
  });

  it('finds every kind of credential at its line, before it is committed, and never prints it', () => {
    planted.forEach(([, line], index) => repository.write(`planted/${index}.txt`, `first line\n${line}\n`));
    const { code, lines } = scan();
    expect(code).toBe(1);
    for (const [index, [rule, line]] of planted.entries()) {
      const found = lines.filter((text) => text.startsWith(`planted/${index}.txt:2 `));
      expect(
        found.map((text) => text.split(' ')[1]),
        line.slice(0, 6),
      ).toContain(rule);
      expect(found.join('\n')).not.toContain(line.slice(-20));
    }
  });

  it('still finds them in the history after they were deleted', () => {
    repository.commit('chore: oops', {});
    const gone = Object.fromEntries(planted.map((_, index) => [`planted/${index}.txt`, null]));
    repository.commit('fix: gone', gone);
    const { code, lines } = scan();
    expect(code).toBe(1);
    for (const [index, [rule]] of planted.entries()) {
      const place = new RegExp(`^commit [0-9a-f]+ planted/${index}\\.txt ${rule} `);
      expect(
        lines.some((text) => place.test(text)),
        `${index} ${rule}`,
      ).toBe(true);
    }
  });

  it('finds a credential in a commit message', () => {
    const other = new TestRepository();
    other.commit(`feat: use ${planted[0]?.[1]}`, { 'a.txt': 'a\n' });
    const { code, lines } = scanOf(other);
    other.remove();
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^commit [0-9a-f]+ message aws-access-key AKIA… [0-9a-f]{16}$/);
  });

  it('takes an allowance with a reason, and reports one that nothing needs', () => {
    const other = new TestRepository();
    other.commit('feat: a', { 'a.txt': `${planted[0]?.[1]}\n` });
    const found = scanOf(other).lines[0] ?? '';
    const digest = found.split(' ').at(-1);
    const allowance = { rule: 'aws-access-key', file: 'a.txt', digest, reason: 'made up for this test' };
    const withAllowances = (allowances: unknown[]) => {
      other.write('allowed.json', JSON.stringify(allowances));
      const args = ['--root', other.root, '--allowed', join(other.root, 'allowed.json')];
      return runScript('secrets.mjs', args, registry);
    };
    const one = withAllowances([allowance]);
    const two = withAllowances([allowance, { ...allowance, file: 'b.txt' }]);
    const without = withAllowances([{ ...allowance, reason: '' }]);
    other.remove();
    expect(one).toEqual({ code: 0, lines: ['secrets: 2 files, 1 commits, 0 findings'] });
    expect(two.lines).toEqual(['b.txt stale-allowance aws-access-key', expect.stringMatching(/1 findings$/)]);
    expect(without.code).toBe(2);
  });

  it('finds machine paths, registry hosts and addresses in the lock', () => {
    const other = new TestRepository();
    const slash = '/';
    other.commit('feat: places', {
      'a.md': [
        `open ${slash}root${slash}notes`,
        `cd ${slash}work${slash}main`,
        `see ${slash}home${slash}alice${slash}x`,
        `see ${slash}Users${slash}alice`,
        `from https://registry.npm${'js.org'}/zod`,
        'from https://mirror.example.test/npm/zod',
      ].join('\n'),
      'package-lock.json': '"a": 1,\n"resolved": "https://host.example/zod.tgz",\n',
    });
    const { code, lines } = scanOf(other);
    other.remove();
    expect(code).toBe(1);
    expect(lines.slice(0, -1).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'a.md:1 machine-path',
      'a.md:2 machine-path',
      'a.md:3 machine-path',
      'a.md:4 machine-path',
      'a.md:5 registry-host',
      'a.md:6 registry-host',
      'package-lock.json:2 lock-address',
    ]);
  });

  it('fails, and does not pass, where there is no repository', () => {
    const { code, lines } = runScript('secrets.mjs', ['--root', '/'], registry);
    expect(code).toBe(2);
    expect(lines.join('\n')).toContain('the scan failed');
  });
});

// Skipped where the sources lie outside a git work tree: the scan needs the history.
describe.skipIf(!existsSync(join(root, '.git')))('E01: this repository', () => {
  it('holds no credential, now or in its history, and no place of one machine', () => {
    const { code, lines } = runScript('secrets.mjs', []);
    expect(lines.slice(0, -1)).toEqual([]);
    expect(code).toBe(0);
  });
});
