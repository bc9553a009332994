import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { isatty } from 'node:tty';

/** What a command came to. `status` is a shell's: 0 is success; `output` is empty when it was shown as it came. */
export interface Outcome {
  status: number;
  output: string;
  seconds: number;
}

interface Options {
  show?: boolean;
  env?: Record<string, string>;
}

const running = new Set<ChildProcess>();
let stopped = false;
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
  process.on(signal, () => {
    stopped = true;
    process.exitCode = 128 + constants.signals[signal];
    // Ctrl-C has reached the children already: a terminal tells everyone it runs.
    if (signal !== 'SIGINT' || !isatty(0)) for (const child of running) child.kill(signal);
  });
}

/** Kept output is printed to this terminal later: colours are right exactly when they are for this process. */
const COLOURS = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};

/**
 * Runs a command of this project's packages (`eslint .`) or `node scripts/x.ts` under the Node that runs this. Words
 * are separated by spaces; there is no shell, which would not hand signals on. `show: false` keeps what is printed for
 * `output`, so that commands that run side by side do not mix.
 */
export async function run(command: string, { show = true, env = {} }: Options = {}): Promise<Outcome> {
  const begun = performance.now();
  const path = [dirname(process.execPath), resolve('node_modules/.bin'), process.env.PATH].join(delimiter);
  const [file = '', ...words] = command.split(' ').filter(Boolean);
  const child = spawn(file, words, {
    // The packages' commands are .cmd files there.
    shell: process.platform === 'win32',
    stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(show ? {} : COLOURS), ...env, PATH: path },
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const status = await new Promise<number>((done, failed) => {
    child.on('error', failed);
    child.on('close', (code, signal) => done(code ?? 128 + (signal === null ? 1 : constants.signals[signal])));
  });
  running.delete(child);
  return { status, output, seconds: (performance.now() - begun) / 1000 };
}

/** Starts `node scripts/x.ts` and goes on; it ends with this process, or with whoever takes its place. */
export function runBeside(script: string, parameters: readonly string[]): void {
  const child = spawn(process.execPath, [script, ...parameters], { stdio: ['ignore', 'inherit', 'inherit'] });
  running.add(child);
  child.on('error', (error) => console.error(error.message));
}

/** Lets `node` with these words take the place of this process where the system can do that, so that signals reach it. */
export async function become(words: readonly string[], env: Record<string, string>): Promise<void> {
  if (process.execve !== undefined && process.platform !== 'win32')
    process.execve(process.execPath, [process.execPath, ...words], { ...process.env, ...env } as Record<
      string,
      string
    >);
  process.exitCode = (await run(`node ${words.join(' ')}`, { env })).status;
}

/** True once a signal has asked this process to stop: nothing more should be started. */
export function stopping(): boolean {
  return stopped;
}
