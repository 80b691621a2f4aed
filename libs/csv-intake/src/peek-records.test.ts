import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSource, int, text } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { peekRecords } from './peek-records.ts';

const { contract } = defineSource('users', {
  columns: {
    id: int(),
    chat_name: text(200).pii().nullable().aliases('name'),
    country: text(200).nullable(),
  },
});
const peek = (content: string, count = 10) => peekRecords([Buffer.from(content)], contract, count);

describe('peekRecords', () => {
  it('shows the first records of a file, not its name, with personal data masked', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'peek-'));
    try {
      const path = join(folder, 'users.csv');
      const lines = Array.from({ length: 50_000 }, (_, at) => `${at},"Ann, ${at}",C${at % 7}`);
      await writeFile(path, ['id,chat_name,country', ...lines].join('\n'));
      const records = await peekRecords(path, contract, 10);
      expect(records).toEqual(
        Array.from({ length: 10 }, (_, at) => ({ id: String(at), chat_name: '***', country: `C${at % 7}` })),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('counts records, not lines, and skips blank ones', async () => {
    const records = await peek('id,chat_name,country\n1,x,"a\nb"\n\n2,y,c\n3,z,d\n', 2);
    expect(records.map(({ country }) => country)).toEqual(['a\nb', 'c']);
  });

  it('masks by alias, tells NULL from empty, cuts long values', async () => {
    expect(await peek(`name,country,id\nAnn,,1\n,"",2\nBob,${'я'.repeat(300)},3\n`)).toEqual([
      { name: '***', country: null, id: '1' },
      { name: null, country: '', id: '2' },
      { name: '***', country: `${'я'.repeat(200)}…`, id: '3' },
    ]);
  });

  it('shows nothing of columns the contract does not know, nor of records whose fields may have shifted', async () => {
    expect(await peek('id,nickname,country\n1,Ann,A\n2,Ann,Example,A\n3,An"n,A\n')).toEqual([
      { id: '1', 'column 2': '***', country: 'A' },
      { id: '***', 'column 2': '***', country: '***' },
      { id: '***', 'column 2': '***', country: '***' },
    ]);
    const headless = await peek('17,Ann,A\n18,Bob,B\n');
    expect(JSON.stringify(headless)).not.toMatch(/Ann|Bob|17/);
  });

  it('gives the records before a fault of the file', async () => {
    expect(await peek('id,chat_name,country\n1,x,A\n2,"y,B\n')).toEqual([
      { id: '1', chat_name: '***', country: 'A' },
    ]);
    expect(await peek('\x1f\u008b')).toEqual([]);
    expect(await peek('')).toEqual([]);
  });
});
