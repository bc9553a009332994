import { readFileSync } from 'node:fs';
import { mdxToHast } from 'satteri';
import { report } from './report.ts';

/** Bare parsing, in a process that loads nothing else: reads the files that a list names and parses each. */
for (const file of readFileSync(process.argv[2] ?? '', 'utf8').split('\n')) mdxToHast(readFileSync(file, 'utf8'));
report();
process.disconnect?.();
