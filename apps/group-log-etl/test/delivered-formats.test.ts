import { gzipSync } from 'node:zlib';
import { defineSource, int, text } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { loadSource } from './support/one-source.ts';

const towns = defineSource('towns', { columns: { id: int(), name: text(20) } });
const plain = 'id,name\n1,Köln\n2,"Bonn, B"\n';
const rows = [
  { id: '1', name: 'Köln' },
  { id: '2', name: 'Bonn, B' },
];

describe('compressed files', () => {
  it('give the rows of plain ones, read by the canonical parser', async () => {
    expect(await loadSource(towns, { 'towns.csv': plain })).toMatchObject({ rows, paths: ['fast'] });
    const packed = await loadSource(towns, { 'towns.csv.GZ': gzipSync(plain) });
    expect(packed).toMatchObject({ result: { status: 'ok' }, rows, rejects: [], paths: ['canonical'] });
  });
});
