/** Errors in what a delivery is. Shape: see `common-errors.mjs`. */
const room = 'libs/dataset-runner/src/deliveries';
const test = 'libs/dataset-runner/src/commands/deliveries.test.ts';

export const deliveryErrors = [
  [
    'deliveries known by their content only',
    `${room}/judge-delivery.ts`,
    "if (twin !== null && knownContent === 'skip')",
    'if (twin !== null)',
    test,
    'is a version of its own, in files of three days',
  ],
  [
    'clock instead of the recorded date',
    'libs/dataset-runner/src/run/load-delivery.ts',
    'loadDate: again?.version.loadDate ?? (await',
    'loadDate: (await',
    test,
    'so that loading everything again changes no row',
  ],
  [
    'names in the order of their bytes',
    `${room}/natural-order.ts`,
    'if (!isNumber(left) || !isNumber(right)) return',
    'return',
    test,
    'counts digits as numbers, so that day 10 is in force after day 2',
  ],
  [
    'a delivery loaded part by part',
    `${room}/delivery-rule.ts`,
    'const delivery = match.filled(this.#open);',
    'const delivery = name;',
    test,
    'end no key of each other',
  ],
  [
    'the first source whose name fits wins',
    `${room}/delivery.ts`,
    '.sort((left, right) => right.strength - left.strength);',
    ';',
    'libs/dataset-runner/src/commands/folder-objects.test.ts',
    'belong to the source whose name says more',
  ],
  [
    'a fill makes what is computed count as up to date',
    'libs/dataset-runner/src/run/load-delivery.ts',
    'if (entities === null) return entityRecords(vault, loads);',
    'return entityRecords(vault, loads);',
    'libs/dataset-runner/src/commands/computed-later.test.ts',
    'when the first one filled a satellite only',
  ],
  [
    'a table that is computed is left as it was created',
    'libs/dataset-runner/src/run/refresh-computed.ts',
    'if (behind(vault, history).length === 0) return [];',
    'if (behind(vault, history).length >= 0) return [];',
    'libs/dataset-runner/src/commands/computed-later.test.ts',
    'over satellites that were there',
  ],
  [
    'what a killed run had committed is not shown',
    'libs/dataset-runner/src/runs/past-run.ts',
    "run.status === 'unfinished' && committed !== undefined",
    'committed === undefined',
    'libs/dataset-runner/src/commands/runs-command.test.ts',
    'that were killed are unfinished, with what they had committed',
  ],
];
