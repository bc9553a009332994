import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * The command line of a verb. `--help` prints `help` and ends the process; an option that is not in `options` is
 * named, and ends it with 1.
 */
export function readArguments<T extends Options>(help: string, options: T) {
  try {
    const config = { options: { ...options, help: { type: 'boolean' } }, allowPositionals: true } as const;
    const parsed = parseArgs<{ options: T; allowPositionals: true }>(config);
    if (!('help' in parsed.values)) return parsed;
    console.log(help.trim());
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${help.trim()}`);
    process.exit(1);
  }
}
