import type { LoadPlan } from './plan-load.ts';
import type { Step } from './step.ts';

/** A text file of generated SQL. */
export interface SqlFile {
  /** Relative path, `/`-separated; sorting the paths gives the order of execution. */
  readonly path: string;
  readonly text: string;
}

/** The plan as files: tables, then one file per source, entity and set of checks. */
export function renderPlan({ vault, steps }: LoadPlan): SqlFile[] {
  const groups = new Map<string, Step[]>();
  for (const step of steps) groups.set(groupOf(step), [...(groups.get(groupOf(step)) ?? []), step]);
  return [...groups].map(([name, own], index) => ({
    path: `${String(index + 1).padStart(2, '0')}-${name}.sql`,
    text: `${header(vault.name, name, own)}\n${own.map(stepText).join('\n\n')}\n`,
  }));
}

function groupOf(step: Step): string {
  if (step.kind === 'define') return step.phase === 'define' ? 'tables' : 'work-tables';
  if (step.kind === 'check' && step.phase === 'checks') return step.ahead ? 'checks-ahead' : 'checks';
  if (step.kind === 'rules' || step.kind === 'held') return 'model';
  if (step.kind === 'write' && step.entity === null) return step.load.replace('/', '-');
  return `${step.ahead ? 'collect' : step.phase}-${step.entity}`;
}

function header(vault: string, group: string, steps: readonly Step[]): string {
  const parameters = new Map(
    steps.flatMap(({ compiled }) => compiled.parameters.map(({ name, type }) => [name, type.kind])),
  );
  const lines = [`-- Vault ${vault}: ${group.replaceAll('-', ' ')}.`];
  if (parameters.size > 0)
    lines.push(`-- Parameters: ${[...parameters].map(([name, kind]) => `${name} (${kind})`).join(', ')}.`);
  return `${lines.join('\n')}\n`;
}

function stepText({ title, compiled }: Step): string {
  return `-- ${title}\n${compiled.sql};`;
}
