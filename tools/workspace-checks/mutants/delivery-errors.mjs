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
];
