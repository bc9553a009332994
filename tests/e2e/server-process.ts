import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** The magazine's server in a process of its own. */
export interface ServerProcess {
  url: string;
  /** Ends at once, in the middle of whatever it does. */
  kill(): Promise<void>;
}

/** Serves `<folder>/data` on `port` as `npm start` does, once it listens. */
export async function startServerProcess(
  folder: string,
  port: number,
  env: Record<string, string>,
): Promise<ServerProcess> {
  const settings = {
    PORT: String(port),
    DATA_DIR: path.join(folder, 'data'),
    CONTENT_DIR: path.join(folder, 'content'),
  };
  const child = spawn(process.execPath, ['src/server.ts'], {
    env: { ...process.env, NODE_ENV: 'production', ...settings, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await untilItListens(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function untilItListens(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      if (said === '' && String(chunk).includes('"listening"')) resolve();
      said = '';
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
