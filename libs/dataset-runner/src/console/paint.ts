export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';
/** Colours a text, or returns it as it is. */
export type Paint = (colour: Colour, text: string) => string;

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  green: [32, 39],
  red: [31, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export function createPaint(coloured: boolean): Paint {
  return (colour, text) =>
    coloured ? `\u001B[${codes[colour][0]}m${text}\u001B[${codes[colour][1]}m` : text;
}

/**
 * Whether to colour, decided once: `--no-color`, then `FORCE_COLOR`, then `NO_COLOR`, then whether a person looks on.
 */
export function decideColour(question: {
  readonly noColourFlag: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = question.environment;
  if (question.noColourFlag) return false;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (no !== undefined && no !== '') return false;
  return question.isTTY && terminal !== 'dumb';
}

/** Whether `✔ ✘ ·` can be shown: a UTF-8 locale, or a system whose terminals always can. */
export function decideUnicode(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): boolean {
  const locale = [environment['LC_ALL'], environment['LC_CTYPE'], environment['LANG']].find(
    (value) => value !== undefined && value !== '',
  );
  if (locale !== undefined) return /utf-?8/i.test(locale);
  return platform === 'win32' || platform === 'darwin';
}
