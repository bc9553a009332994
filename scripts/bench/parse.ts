import { readFileSync } from 'node:fs';
import { mdxToHast } from 'satteri';

/** Bare parsing, in a process that loads nothing else: reads the files that a list names and parses each. */
for (const file of readFileSync(process.argv[2] ?? '', 'utf8').split('\n')) mdxToHast(readFileSync(file, 'utf8'));
const { user, system } = process.cpuUsage();
process.send?.({
  userMs: user / 1000,
  systemMs: system / 1000,
  maxRssMb: process.resourceUsage().maxRSS / 1024,
});
process.disconnect?.();
