import { writeFileSync } from 'node:fs';
import { afterAll } from 'vitest';

// A setup file of `laws.mjs`: the peak of the process that runs the tests. Units: kB.
afterAll(() => writeFileSync(process.env.LAW_PEAK_FILE, String(process.resourceUsage().maxRSS)));
