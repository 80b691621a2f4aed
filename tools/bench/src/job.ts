import { jobs, type JobName } from './jobs.ts';

/** One job in a process of its own: its name, then what it works on as JSON; what it found is one line of JSON. */
const [name = '', work = '{}'] = process.argv.slice(2);
if (!(name in jobs)) throw new Error(`no job ${name}; there are ${Object.keys(jobs).join(', ')}`);
const found = await jobs[name as JobName](JSON.parse(work) as never);
process.stdout.write(`${JSON.stringify(found ?? null)}\n`);
