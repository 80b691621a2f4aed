import type { Step } from '@vaultwright/datavault-core';
import type { WorkPhase } from '../run-profile.ts';
import type { Work } from '../run-work.ts';

/** Work tables are filled, or rows counted in them; everything else an action does changes stored tables. */
const collecting: readonly string[] = ['share', 'collect'];

/** What a step of a plan is, seen from outside. */
export function workOfStep(step: Step): Work {
  return { phase: phaseOf(step), subject: subjectOf(step) };
}

function phaseOf(step: Step): WorkPhase {
  switch (step.kind) {
    case 'define':
      return 'work-tables';
    case 'rules':
    case 'held':
      return 'rules';
    case 'check':
      return 'check';
    case 'tally':
      return isComputed(step) ? 'compute' : 'collect';
    case 'write':
      if (step.action === 'record-rules') return 'rules';
      if (step.action === 'prepare-stage') return 'prepared-stage';
      if (isComputed(step)) return 'compute';
      return collecting.includes(step.action) ? 'collect' : 'insert';
  }
}

/** What the vault itself is enough for: as-of and point-in-time tables, bridges, views. */
function isComputed({ phase }: Step): boolean {
  return phase === 'asOf' || phase === 'pointInTime' || phase === 'views';
}

function subjectOf(step: Step): string | null {
  if (step.kind === 'write' && step.action === 'prepare-stage') return step.load.replace(/^stage\//, '');
  return 'entity' in step ? step.entity : null;
}
