import type { RegularCsvFile } from '@vaultwright/datavault-core/warehouse';
import type { CsvScan } from './csv-scan.ts';

/** The scanned file as one that an engine may read itself, or null when only the canonical parser may. */
export function regularFile(scan: CsvScan, path: string): RegularCsvFile | null {
  const { header, records, longestRecord, newline } = scan;
  if (scan.irregularities.length > 0 || header.names.length === 0) return null;
  return { path, fileColumns: header.fileColumns, records, longestRecord, newline };
}
