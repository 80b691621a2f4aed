/** Colours of the page by role. */
export interface Palette {
  readonly page: string;
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly bar: string;
  readonly barLeading: string;
  readonly tick: string;
  readonly warnSurface: string;
  readonly warnInk: string;
  readonly warnLine: string;
}

export const light: Palette = {
  page: '#f6f5f1',
  surface: '#ffffff',
  sunken: '#eeece5',
  ink: '#1c2430',
  muted: '#59636f',
  line: '#dedbd2',
  accent: '#0b5a6b',
  bar: '#6f98a3',
  barLeading: '#0f6f83',
  tick: '#b4430f',
  warnSurface: '#fdf1d8',
  warnInk: '#5f3d00',
  warnLine: '#c98a12',
};

export const dark: Palette = {
  page: '#12161c',
  surface: '#1a2028',
  sunken: '#232a34',
  ink: '#e9ecf1',
  muted: '#a4afbd',
  line: '#323b47',
  accent: '#7fcfe0',
  bar: '#4f7986',
  barLeading: '#4fb3c8',
  tick: '#ffab7a',
  warnSurface: '#33280f',
  warnInk: '#ffdf9e',
  warnLine: '#c98a12',
};

/** The palette as custom properties, `--ink: #…;`. */
export function customProperties(palette: Palette): string {
  return Object.entries(palette)
    .map(([role, colour]) => `--${role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour};`)
    .join('');
}

/** The WCAG contrast ratio of two `#rrggbb` colours, from 1 to 21. */
export function contrast(first: string, second: string): number {
  const [lighter, darker] = [luminance(first), luminance(second)].toSorted((a, b) => b - a);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
