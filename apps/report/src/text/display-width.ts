const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u;
const weightless = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

/** Columns that a text takes in a terminal: two for emoji and East Asian wide letters, none for combining marks. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += clusterWidth(segment);
  return width;
}

/** The text itself, or its beginning and an ellipsis, within a number of columns; never cuts inside a character. */
export function fitWidth(text: string, limit: number): string {
  let width = 0;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    width += clusterWidth(segment);
    if (width > limit) return `${cutTo(kept, limit - 1)}…`;
    kept += segment;
  }
  return text;
}

function cutTo(text: string, limit: number): string {
  let width = 0;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    width += clusterWidth(segment);
    if (width > limit) break;
    kept += segment;
  }
  return kept.trimEnd();
}

function clusterWidth(cluster: string): number {
  if (wide.test(cluster)) return 2;
  return weightless.test(cluster) ? 0 : 1;
}
