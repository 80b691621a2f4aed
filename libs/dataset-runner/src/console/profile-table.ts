import type { ProfileFigures, RunProfile } from '../run-profile.ts';
import { shownCount } from './shown-number.ts';
import { shortName, workLabels } from './work-label.ts';

/** Units: characters. */
const tableWidth = 100;
const gap = '  ';
const headings = ['statements', 'rows read', 'rows written', 'seconds', 'share', 'rows/s'] as const;

/** Units: subjects of a phase that have a line of their own; the others share one. */
const shownSubjects = 12;

/** What is shorter would be shown as 0.0 % of the run, and shares that line too. */
const leastShare = 0.0005;

/** One line of the table before it is laid out. */
interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

/**
 * The profile of a run as lines of a table, at most 100 characters wide: phases in the order of a run, what they were
 * about below them, the longest first.
 *
 * Invariant: the seconds of phases add up to those of the run, those below a phase to the phase, but for rounding.
 */
export function profileTable(profile: RunProfile): string[] {
  const header: Row = { name: 'phase', cells: headings };
  const rows = profile.phases.flatMap(({ phase, subjects, ...figures }): Row[] => [
    { name: workLabels[phase], cells: cellsOf(figures, profile) },
    ...subjectRows(subjects, profile),
  ]);
  const total: Row = { name: 'run', cells: ['', '', '', ...timeCells(profile.milliseconds, profile), ''] };
  const all = [header, ...rows, total];
  const widths = headings.map((_heading, place) =>
    Math.max(...all.map(({ cells }) => cells[place]?.length ?? 0)),
  );
  const room = tableWidth - widths.reduce((sum, width) => sum + width + gap.length, 0);
  const nameWidth = Math.min(room, Math.max(...all.map(({ name }) => name.length)));
  const line = ({ name, cells }: Row): string =>
    [
      shortName(name, nameWidth).padEnd(nameWidth),
      ...cells.map((cell, place) => cell.padStart(widths[place] ?? 0)),
    ]
      .join(gap)
      .trimEnd();
  const beside = seconds(profile.besideMilliseconds);
  return [
    ...all.map(line),
    ...(profile.besideMilliseconds === 0 ? [] : [`${beside} s of fetching went on beside other work`]),
  ];
}

function subjectRows(subjects: RunProfile['phases'][number]['subjects'], profile: RunProfile): Row[] {
  const long = subjects.filter(
    ({ milliseconds }, place) => place < shownSubjects && milliseconds >= profile.milliseconds * leastShare,
  );
  // a line that says "1 others" would be no shorter than the line it replaces
  const shown = subjects.length - long.length === 1 ? subjects : long;
  const others = subjects.slice(shown.length);
  return [
    ...shown.map(({ subject, ...figures }) => ({
      name: `${gap}${subject}`,
      cells: cellsOf(figures, profile),
    })),
    ...(others.length === 0
      ? []
      : [{ name: `${gap}${others.length} others`, cells: cellsOf(together(others), profile) }]),
  ];
}

function together(all: readonly ProfileFigures[]): ProfileFigures {
  const sum = (of: (figures: ProfileFigures) => number | null): number | null =>
    all.some((figures) => of(figures) !== null)
      ? all.reduce((total, figures) => total + (of(figures) ?? 0), 0)
      : null;
  return {
    statements: sum((figures) => figures.statements) ?? 0,
    read: sum((figures) => figures.read),
    written: sum((figures) => figures.written),
    milliseconds: sum((figures) => figures.milliseconds) ?? 0,
    // of things that have nothing in common but being short
    rowsPerSecond: null,
  };
}

function cellsOf(
  { statements, read, written, milliseconds, rowsPerSecond }: ProfileFigures,
  run: RunProfile,
): string[] {
  const count = (rows: number | null): string => (rows === null ? '' : shownCount(rows));
  return [
    statements === 0 ? '' : shownCount(statements),
    count(read),
    count(written),
    ...timeCells(milliseconds, run),
    count(rowsPerSecond),
  ];
}

function timeCells(milliseconds: number, run: RunProfile): [time: string, share: string] {
  const share = run.milliseconds === 0 ? 0 : (milliseconds * 100) / run.milliseconds;
  return [seconds(milliseconds), `${share.toFixed(1)} %`];
}

/** `1 234.567` */
function seconds(milliseconds: number): string {
  const [whole = '', part = ''] = (milliseconds / 1000).toFixed(3).split('.');
  return `${shownCount(Number(whole))}.${part}`;
}
