import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';

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
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
  process.once(signal, () => {
    for (const child of running) child.kill(signal);
    process.exitCode = 128 + constants.signals[signal];
  });
}

/**
 * Runs a command of this project's packages (`eslint .`) or `node scripts/x.ts` under the Node that runs this.
 * `show: false` keeps what it prints for `output`, so that commands that run side by side do not mix.
 */
export async function run(command: string, { show = true, env = {} }: Options = {}): Promise<Outcome> {
  const begun = performance.now();
  const path = [dirname(process.execPath), resolve('node_modules/.bin'), process.env.PATH].join(delimiter);
  const child = spawn(command, {
    shell: true,
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

/** Kept output is printed to this terminal later: colours are right exactly when they are for this process. */
const COLOURS = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};

/** True once a signal has asked this process to stop: nothing more should be started. */
export function stopping(): boolean {
  return process.exitCode !== undefined;
}
