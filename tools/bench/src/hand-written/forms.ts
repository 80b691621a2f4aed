import { dialogsTables } from './dialogs.ts';
import { groupLogTables } from './group-log.ts';
import { peopleAndGroups } from './people-and-groups.ts';
import type { HandWrittenForm } from './statements.ts';

/** Every load that is written by hand, by the name of the scenario that measures it. */
export const handWrittenForms = {
  log: joined(peopleAndGroups, groupLogTables),
  social: joined(peopleAndGroups, dialogsTables, groupLogTables),
} satisfies Record<string, HandWrittenForm>;

export type HandWrittenName = keyof typeof handWrittenForms;

function joined(...forms: readonly HandWrittenForm[]): HandWrittenForm {
  return {
    tables: forms.flatMap(({ tables }) => tables),
    load: (load) => forms.flatMap((form) => form.load(load)),
  };
}
