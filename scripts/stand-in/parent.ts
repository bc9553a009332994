import { fstatSync } from 'node:fs';

/**
 * Calls `stop` once: on a signal, when the process that started this one is gone, or when the pipe that is its input
 * is closed. An input that is a terminal or nothing at all says nothing.
 */
export function stopWithParent(stop: () => void): void {
  let stopped = false;
  const once = () => {
    if (!stopped) stop();
    stopped = true;
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, once);
  const input = fstatSync(0);
  if (input.isFIFO() || input.isSocket()) process.stdin.on('close', once).resume();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) once();
  }, 500).unref();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
