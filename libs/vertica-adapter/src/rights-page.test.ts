import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockTable } from './lock-table.ts';

const page = readFileSync(new URL('../../../docs/how-to/vertica.md', import.meta.url), 'utf8');
const script = /## Rights\n[^]*?```sql\n([^]*?)```/.exec(page)?.[1] ?? '';
const statements = script
  .replace(/--[^\n]*/g, '')
  .split(';')
  .map((sql) => sql.trim().replace(/\s+/g, ' '))
  .filter((sql) => sql !== '');

const name = '[a-z_]+';
const names = `${name}(?:, ${name})*`;
/** Forms of the vendor's documentation, as far as the script needs them. */
const forms = [
  `create role (?<made>${name})`,
  `(?:grant|revoke) (?:create|temp|create, temp) on database ${name} (?:to|from) (?<role>${name})`,
  `grant usage(?:, create)? on schema (?<schemas>${names}) to (?<role>${name})`,
  `grant (?:select|insert|update|delete)(?:, (?:select|insert|update|delete))* on all tables in schema (?<schemas>${names}) to (?<role>${name})`,
  `grant (?<granted>${name}) to (?<user>${name})`,
  `alter user (?<user>${name}) default role (?<enabled>${names})`,
].map((form) => new RegExp(`^${form}$`));

const read = statements.map((sql) => {
  for (const form of forms) {
    const found = form.exec(sql);
    if (found !== null) return { sql, ...found.groups } as Readonly<Record<string, string>>;
  }
  return { sql, unknown: sql };
});
const all = (group: string): string[] => read.flatMap((found) => found[group] ?? []);

// No server has run the script: this holds its form, and that every role can be used in the end.
describe('the rights of the how-to page', () => {
  it('are statements of known forms', () => {
    expect(all('unknown')).toEqual([]);
    expect(statements.length).toBeGreaterThan(8);
  });

  it('grant every role to a user, for whom it is enabled by default', () => {
    const roles = all('made').toSorted();
    expect(new Set(roles).size).toBe(roles.length);
    expect([...new Set(all('role'))].toSorted()).toEqual(roles);
    expect(all('granted').toSorted()).toEqual(roles);
    for (const { granted, user } of read)
      if (granted !== undefined)
        expect(
          read.find((found) => found['enabled'] !== undefined && found['user'] === user)?.['enabled'],
        ).toBe(granted);
  });

  it('reach the schemas of a vault and of the lock', () => {
    for (const schemas of all('schemas'))
      expect(schemas.split(', ').toSorted()).toEqual(['dds', lockTable.schema, 'staging']);
  });
});
