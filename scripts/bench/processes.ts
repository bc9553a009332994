import { type ChildProcess, fork } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';

/** What a process had used when it reported. Memory is the most that it ever held. */
export interface Usage {
  userMs: number;
  systemMs: number;
  maxRssMb: number;
  port?: number;
  /** Processor time of the main thread for one page, in milliseconds. */
  renderMs?: number;
  search?: SearchFigures;
}

export interface SearchFigures {
  /** Processor time of one search: the middle one, and the slowest of twenty. */
  medianMs: number;
  slowMs: number;
  /** Titles whose piece is found first, in per cent; the same with a typing error. */
  titles: number;
  titlesWithError: number;
  indexMb: number;
  /** Indexing one piece again. */
  updateMs: number;
}

/** Runs a script of this folder to its end, in a process of its own. */
export async function runScript(name: string, ...args: string[]): Promise<Usage & { wallMs: number }> {
  const begun = performance.now();
  const child = fork(path.join(import.meta.dirname, name), args);
  const usage = await reportOf(child);
  return { ...usage, wallMs: performance.now() - begun };
}

/** A task that goes on until `stop`. */
export interface Server {
  port: number;
  readyMs: number;
  usage(): Promise<Usage>;
  stop(): void;
}

export async function startTask(...args: string[]): Promise<Server> {
  const begun = performance.now();
  const child = fork(path.join(import.meta.dirname, 'worker.ts'), args);
  const { port = 0 } = await reportOf(child);
  return {
    port,
    readyMs: performance.now() - begun,
    usage() {
      child.send('usage');
      return reportOf(child);
    },
    stop: () => void child.kill(),
  };
}

function reportOf(child: ChildProcess): Promise<Usage> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the bench's worker ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (usage) => {
      child.off('exit', ended);
      resolve(usage as Usage);
    });
  });
}

const CONNECTIONS = 32;

/**
 * Asks a server the same thing over and over on 32 connections for `ms`: answers a second and the server's processor
 * time for each, in microseconds. All answers are of one length, so bytes tell when the next one may be asked.
 */
export async function load(
  server: Server,
  request: string,
  ms: number,
): Promise<{ rate: number; cpuUs: number; maxRssMb: number }> {
  let answers = 0;
  let length = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    let got = 0;
    const socket = connect(server.port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => {
      if (length === 0) length = lengthOf(chunk.toString('latin1'));
      got += chunk.length;
      if (got < length) return;
      got -= length;
      answers += 1;
      socket.write(request);
    });
    return socket.on('error', () => socket.destroy());
  });
  await sleep(500);
  const before = { answers, at: performance.now(), ...(await server.usage()) };
  await sleep(ms);
  const after = { answers, at: performance.now(), ...(await server.usage()) };
  for (const socket of sockets) socket.destroy();
  const count = after.answers - before.answers;
  const cpuMs = after.userMs + after.systemMs - before.userMs - before.systemMs;
  return {
    rate: count / ((after.at - before.at) / 1000),
    cpuUs: (1000 * cpuMs) / count,
    maxRssMb: after.maxRssMb,
  };
}

/** The publish command that goes on watching `contentDir`, once its first publish is done. Returns what stops it. */
export async function startWatching(contentDir: string, dataDir: string, siteUrl: string): Promise<() => void> {
  const env = { ...process.env, CONTENT_DIR: contentDir, DATA_DIR: dataDir, SITE_URL: siteUrl };
  const watcher = fork('scripts/publish.ts', ['--watch'], { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  await new Promise<void>((done) => {
    watcher.stdout?.on('data', (text: Buffer) => {
      if (String(text).includes('En attente')) done();
    });
  });
  return () => void watcher.kill();
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function lengthOf(answer: string): number {
  const body = /content-length: (\d+)/i.exec(answer)?.[1];
  if (!answer.startsWith('HTTP/1.1 200') || body === undefined)
    throw new Error(`unexpected answer: ${answer.slice(0, 200)}`);
  return answer.indexOf('\r\n\r\n') + 4 + Number(body);
}
