import type { SourceContract } from '@vaultwright/datavault-core/model';

/** Why no name of a first line is known, as far as the line tells. */
export interface HeaderCause {
  readonly cause: string;
  readonly fix: string;
  /** The line names columns, so that it can be shown. */
  readonly isHeader: boolean;
}

const delimiters = [',', ';', '\t', '|'];

/** Looks for the setting under which the first line would be the header that the contract expects. */
export function headerCause(
  { name: source, csv, columns }: SourceContract,
  line: string,
  known: ReadonlySet<string>,
): HeaderCause {
  const knows = (names: readonly string[], form: (name: string) => string) => {
    const expected = new Set([...known].map(form));
    return names.find((name) => expected.has(form(name)));
  };
  const plain = (name: string) => name.replace(/^"|"$/g, '');
  const folded = (name: string) => plain(name).trim().toLowerCase();

  const other = delimiters.find((candidate) => {
    const parts = candidate === csv.delimiter ? [] : line.split(candidate);
    return parts.length > 1 && knows(parts, folded) !== undefined;
  });
  if (other !== undefined) {
    const setting = JSON.stringify(other).replaceAll('"', "'");
    return {
      cause: `the fields are separated by ${setting}, not by ${JSON.stringify(csv.delimiter).replaceAll('"', "'")}`,
      fix: `set csv: { delimiter: ${setting} } in source ${source}`,
      isHeader: true,
    };
  }
  const names = line.split(csv.delimiter);
  if (csv.quote !== '"' && knows(names, plain) !== undefined) {
    return {
      cause: 'the names stand in double quotes, which the contract does not read as quotes',
      fix: `set csv: { quote: '"' } in source ${source}`,
      isHeader: true,
    };
  }
  const near = knows(names, folded);
  if (near !== undefined) {
    return {
      cause: 'the names differ from those of the contract in case or spaces',
      fix: `correct the header line, or give each column of source ${source} the name that the file has, such as .aliases(${JSON.stringify(near)})`,
      isHeader: true,
    };
  }
  const personal = Object.values(columns).some(({ pii }) => pii);
  return {
    cause: 'the file has no header line, or is not a file of this source',
    fix: `begin the file with a line of the expected columns, or give the columns of source ${source} the names that the file has with .aliases(...)`,
    isHeader: !personal && names.every((field) => /^\p{L}[\p{L}\p{N}_-]*$/u.test(plain(field))),
  };
}

/** The first line as a message shows it: cut, control characters spelled out, values that may be personal left out. */
export function shownLine(line: string, isHeader: boolean, delimiter: string): string {
  const characters = Array.from(line.slice(0, 400));
  const cut = characters.length > 120 ? `${characters.slice(0, 120).join('')}…` : characters.join('');
  if (isHeader) return JSON.stringify(cut);
  const fields = line.split(delimiter).length;
  return `${fields} field${fields === 1 ? '' : 's'}, not shown because they may be values`;
}
