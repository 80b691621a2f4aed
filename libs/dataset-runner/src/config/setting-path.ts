/** Keys from the outside in. */
export type SettingPath = readonly (string | number)[];

/** `targets.prod.path`. */
export function pathText(path: SettingPath): string {
  return path.join('.');
}
