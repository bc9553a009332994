/**
 * How much of a bare `node:http` server's speed the site keeps for pages in memory: `node tests/integration/serving-load.ts`.
 * Servers run one after the other in a process of their own, over several rounds; the load comes from this process over
 * raw sockets. CPU time an answer is steadier than answers a second on a machine that does other things too.
 */
import { fork } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createHttpServer, createSite, type Render } from '../../src/serving/serving.ts';
import { someServices } from '../factories.ts';

const PATH = '/articles/mesure/';
const CONNECTIONS = 32;
const ROUNDS = 3;
const SECONDS = 2;

const WORDS = 'accueil client service appel attente réponse équipe magasin mesure parole question semaine'.split(' ');
const HTML = `<!doctype html><html lang="fr"><body>${Array.from({ length: 4000 }, (_, i) => `${WORDS[(i * i + 7 * i) % 12]}${i % 97 ? '' : '</p><p>'}`).join(' ')}</body></html>`;

/** `bare`: the same headers and body by hand. `lean`: the same body with the two headers that HTTP needs. */
const MODES = ['lean', 'bare', 'public', 'subscriber'] as const;
type Mode = (typeof MODES)[number];

if (process.send !== undefined) await serve(process.argv[2] as Mode);
else await measure();

async function serve(mode: Mode): Promise<void> {
  const render: Render = async () => ({
    status: 200,
    headers: [['content-type', 'text/html']],
    body: Buffer.from(HTML),
  });
  const site = createHttpServer(createSite({ services: someServices({}), render, staticFiles: new Map() }));
  let server: Server = site;
  if (mode === 'bare' || mode === 'lean') {
    await listen(site);
    const { port } = site.address() as AddressInfo;
    const model = await fetch(`http://127.0.0.1:${port}${PATH}`, { headers: { 'accept-encoding': 'identity' } });
    const body = Buffer.from(await model.arrayBuffer());
    const wanted = mode === 'lean' ? /^content-(type|length)$/ : /^(?!date$|connection$|keep-alive$)/;
    const headers = [...model.headers].filter(([name]) => wanted.test(name)).flat();
    server = createServer((_request, response) => {
      response.writeHead(200, headers);
      response.end(body);
    });
    site.close().closeAllConnections();
  }
  await listen(server);
  process.on('message', () => process.send?.({ ...process.cpuUsage(), rss: process.memoryUsage.rss() }));
  process.send?.((server.address() as AddressInfo).port);
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

async function measure(): Promise<void> {
  const rates = new Map<Mode, { rate: number; cpu: number; rss: number }[]>(MODES.map((mode) => [mode, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const mode of MODES) rates.get(mode)?.push(await load(mode));
  }
  const best = (mode: Mode) => {
    const rounds = rates.get(mode) ?? [];
    return {
      rate: Math.max(...rounds.map(({ rate }) => rate)),
      cpu: Math.min(...rounds.map(({ cpu }) => cpu)),
      rss: Math.max(...rounds.map(({ rss }) => rss)),
    };
  };
  const bare = best('bare');
  const lean = best('lean');
  const percent = (ratio: number) => `${Math.round(100 * ratio)} %`;
  console.log('          answers/s   of bare   of lean   CPU µs   of bare   of lean   RSS MB');
  for (const mode of MODES) {
    const { rate, cpu, rss } = best(mode);
    const columns = [rate, percent(rate / bare.rate), percent(rate / lean.rate), cpu, percent(bare.cpu / cpu)];
    columns.push(percent(lean.cpu / cpu), rss);
    console.log(mode.padEnd(10), ...columns.map((column) => String(column).padStart(9)));
  }
}

async function load(mode: Mode): Promise<{ rate: number; cpu: number; rss: number }> {
  const child = fork(import.meta.filename, [mode]);
  const told = () => new Promise<unknown>((resolve) => child.once('message', resolve));
  const usage = async () => {
    const answer = told();
    child.send('usage');
    const { user, system, rss } = (await answer) as NodeJS.CpuUsage & { rss: number };
    return { cpu: user + system, rss };
  };
  const port = (await told()) as number;
  const cookie = mode === 'subscriber' ? 'Cookie: verbatim_session=subscriber\r\n' : '';
  const client = hammer(port, `GET ${PATH} HTTP/1.1\r\nHost: localhost:${port}\r\n${cookie}\r\n`);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const before = { answers: client.answers(), at: performance.now(), ...(await usage()) };
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  const after = { answers: client.answers(), at: performance.now(), ...(await usage()) };
  client.stop();
  child.kill();
  const answers = after.answers - before.answers;
  return {
    rate: Math.round(answers / ((after.at - before.at) / 1000)),
    cpu: Math.round((10 * (after.cpu - before.cpu)) / answers) / 10,
    rss: Math.round(after.rss / 1e6),
  };
}

/** Asks over and over on each connection. All answers are of one length, so bytes tell when the next one may be asked. */
function hammer(port: number, request: string): { answers(): number; stop(): void } {
  let answers = 0;
  let length = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    let got = 0;
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => {
      if (length === 0) length = lengthOf(chunk.toString('latin1'));
      got += chunk.length;
      if (got < length) return;
      got -= length;
      answers += 1;
      socket.write(request);
    });
    socket.on('error', () => socket.destroy());
    return socket;
  });
  return { answers: () => answers, stop: () => sockets.forEach((socket) => socket.destroy()) };
}

function lengthOf(answer: string): number {
  const body = /content-length: (\d+)/i.exec(answer)?.[1];
  if (!answer.startsWith('HTTP/1.1 200') || body === undefined)
    throw new Error(`unexpected answer: ${answer.slice(0, 200)}`);
  return answer.indexOf('\r\n\r\n') + 4 + Number(body);
}
