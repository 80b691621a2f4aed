/** What a race times, one after the other. */
export const phases = ['first', 'replay', 'increment'] as const;
export type Phase = (typeof phases)[number];

/** Who races. */
export const sides = ['ours', 'hand-written'] as const;
export type Side = (typeof sides)[number];

/** How the table of measurements names it. */
export function raceLine(phase: Phase, side: Side): string {
  return `${phase}, ${side}`;
}
