import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { readArguments } from './arguments.ts';
import { urls } from '../src/urls.ts';
import { slugOf, writeCorpus } from './bench/corpus.ts';
import { listPages } from './bench/lists.ts';
import { load, runScript, type Server, sleep, startTask, startWatching } from './bench/processes.ts';
import { SUBSCRIBER } from './bench/subscriber.ts';
import { postgresPrograms, startPostgres } from './postgres.ts';

const HELP = `
npm run bench [-- --pieces 10000]
Measures the speed of publishing and serving over a made French corpus and compares it with the project's limits.
Every limit that compares two figures takes both from this run. Exit code 1 when a limit is passed.

  --pieces N   pieces in the large corpus, 10000 unless told
`;

const { values } = readArguments(HELP, { pieces: { type: 'string' } });
const large = Number(values.pieces ?? 10_000);
const small = 1000;
const PUBLISH_ROUNDS = 5;
const LOAD_ROUNDS = 5;
if (!existsSync('dist/server/entry.mjs')) {
  console.error('The site is not built yet: run npm run build, then npm run bench.');
  process.exit(1);
}

interface Row {
  what: string;
  figure: string;
  limit: string;
  kept: boolean;
}

const rows: Row[] = [];
const SITE_URL = 'http://localhost:4321';
const scratch = mkdtempSync(path.join(tmpdir(), 'verbatim-bench-'));
try {
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`);
  const smallArticles = writeCorpus(folder('content', small), small);
  const largeArticles = writeCorpus(folder('content', large), large);
  await benchPublishing(largeArticles);
  await benchChange(smallArticles, largeArticles);
  await benchSearch();
  await benchServing(largeArticles);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const width = Math.max(...rows.map(({ what }) => what.length));
console.log(`\n${'what'.padEnd(width)}  figure                    limit`);
for (const { what, figure, limit, kept } of rows) {
  console.log(`${what.padEnd(width)}  ${figure.padEnd(24)}  ${limit}${kept ? '' : '   PASSED THE LIMIT'}`);
}
if (rows.some(({ kept }) => !kept)) process.exitCode = 1;

function folder(kind: 'content' | 'data', pieces: number): string {
  return path.join(scratch, `${kind}-${pieces}`);
}

function row(what: string, value: number, unit: string, limit: number, direction: '≤' | '≥', detail = ''): void {
  const shown = (number: number) => `${Number(number.toPrecision(3))} ${unit}`;
  const kept = direction === '≤' ? value <= limit : value >= limit;
  rows.push({ what, figure: `${shown(value)}${detail}`, limit: `${direction} ${shown(limit)}`, kept });
  console.log(`${what}: ${shown(value)}${detail}`);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function publishTask(pieces: number) {
  return runScript('publish.ts', folder('content', pieces), folder('data', pieces), SITE_URL);
}

/**
 * Publishing everything, beside parsing the same files and nothing else. In turns, so that both meet the same machine; the
 * least of each counts, which is what the machine disturbed least.
 */
async function benchPublishing(articles: readonly string[]): Promise<void> {
  const list = path.join(scratch, 'articles.txt');
  writeFileSync(list, articles.join('\n'));
  const parsing: number[] = [];
  const unindexed: number[] = [];
  const whole: number[] = [];
  let memory = 0;
  let seconds = 0;
  for (let round = 0; round < PUBLISH_ROUNDS; round += 1) {
    parsing.push((await runScript('parse.ts', list)).userMs);
    rmSync(folder('data', large), { recursive: true, force: true });
    const bare = await runScript('publish.ts', folder('content', large), folder('data', large), SITE_URL, 'bare');
    unindexed.push(bare.userMs);
    // The last one stays for what comes next.
    if (round !== 0 && round !== PUBLISH_ROUNDS - 1) continue;
    rmSync(folder('data', large), { recursive: true, force: true });
    const task = await publishTask(large);
    whole.push(task.userMs);
    memory = Math.max(memory, task.maxRssMb);
    seconds = task.wallMs / 1000;
  }
  const least = Math.min(...parsing);
  const detail = ` (${seconds.toFixed(1)} s)`;
  row(`publish ${large} pieces, user CPU beside bare mdxToHast`, Math.min(...unindexed) / least, '×', 4, '≤');
  row('the same with the search index', Math.min(...whole) / least, '×', 8, '≤', detail);
  row(`publish ${large} pieces, memory`, memory, 'MB', 500, '≤');
}

async function benchChange(smallArticles: readonly string[], largeArticles: readonly string[]): Promise<void> {
  await publishTask(small);
  const times = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round < 7; round += 1) {
    change(smallArticles[5] ?? '', round);
    times.small.push((await publishTask(small)).wallMs);
    change(largeArticles[5] ?? '', round);
    times.large.push((await publishTask(large)).wallMs);
  }
  const detail = ` (${Math.round(median(times.large))} ms)`;
  row(
    `one piece changed among ${large} beside among ${small}`,
    median(times.large) / median(times.small),
    '×',
    3,
    '≤',
    detail,
  );
}

function change(file: string, round: number): string {
  const mark = `Marque numéro ${round} du banc d’essai.`;
  const text = readFileSync(file, 'utf8').replace(/\nMarque numéro \d+ du banc d’essai\.\n|$/, `\n${mark}\n`);
  writeFileSync(file, text);
  return mark;
}

async function benchSearch(): Promise<void> {
  const { search } = await runScript('search.ts', folder('data', large));
  if (search === undefined) throw new Error('the search told no figures');
  row('a title is found first', search.titles, '%', 98, '≥');
  row('a title with a typing error is found first', search.titlesWithError, '%', 95, '≥');
  row(`a search among ${large} pieces, CPU`, search.medianMs, 'ms', 8, '≤');
  row(`the slowest search of twenty among ${large} pieces, CPU`, search.slowMs, 'ms', 25, '≤');
  row('one piece indexed again', search.updateMs, 'ms', 20, '≤');
  row('index of the search', search.indexMb, 'MB', 80, '≤');
}

async function benchServing(articles: readonly string[]): Promise<void> {
  const server = await startTask('serve', folder('data', large), SITE_URL);
  const ready: number[] = [server.readyMs];
  for (let round = 0; round < 2; round += 1) {
    const other = await startTask('serve', folder('data', large), SITE_URL);
    ready.push(other.readyMs);
    other.stop();
  }
  row(`server ready at ${large} pieces`, median(ready) / 1000, 's', 1, '≤');
  await benchSearchPages(server, articles);
  await benchCached(server);
  await benchUncached();
  await benchVisible(server, articles);
  server.stop();
}

/** The page of results over HTTP, as a reader waits for it: whole titles, and single words of them. */
async function benchSearchPages(server: Server, articles: readonly string[]): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 400; round += 1) {
    const file = articles[Math.floor((round * articles.length) / 400)] ?? '';
    const [, title = ''] = /^title: (.+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
    const longest = title.split(/[^\p{L}]+/u).sort((one, other) => other.length - one.length)[0] ?? '';
    const begun = performance.now();
    const query = round % 2 === 0 ? title : longest;
    const answer = await fetch(`http://127.0.0.1:${server.port}${urls.search({ query })}`);
    await answer.text();
    if (answer.status !== 200) throw new Error(`a search was answered ${answer.status}`);
    times.push(performance.now() - begun);
  }
  times.sort((one, other) => one - other);
  row(`/recherche/ among ${large} pieces, over HTTP, median`, median(times), 'ms', 15, '≤');
  row(`/recherche/ among ${large} pieces, over HTTP, 95th percentile`, times[380] ?? Number.NaN, 'ms', 40, '≤');
}

/** Pages from memory, beside a bare server that sends the same bytes with the same headers. */
async function benchCached(server: Server): Promise<void> {
  const open = await benchPage(server, 'public', '');
  const whole = await benchPage(server, 'subscriber', SUBSCRIBER);
  row('memory of the server under load', (await server.usage()).maxRssMb, 'MB', 300, '≤');
  if (whole <= open) throw new Error('the subscriber was shown no more than everybody');
  const programs = postgresPrograms();
  if (programs === null) return;
  const postgres = await startPostgres(programs);
  const other = await startTask('serve', folder('data', large), SITE_URL, await postgres.create('bench'));
  await benchPage(other, 'subscriber on PostgreSQL', SUBSCRIBER);
  other.stop();
  await postgres.stop();
}

/** Gives the length of the page, in bytes. */
async function benchPage(server: Server, whose: string, cookie: string): Promise<number> {
  const address = `/articles/${slugOf(1)}/`;
  const file = path.join(scratch, 'page.html');
  const also = cookie === '' ? '' : `Cookie: ${cookie}\r\n`;
  const request = `GET ${address} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: identity\r\n${also}\r\n`;
  const plain = await fetch(`http://127.0.0.1:${server.port}${address}`, {
    headers: { 'accept-encoding': 'identity', ...(cookie !== '' && { cookie }) },
  });
  const body = Buffer.from(await plain.arrayBuffer());
  writeFileSync(file, body);
  const kept = [...plain.headers].filter(([name]) => !/^(date|connection|keep-alive)$/.test(name)).flat();
  const bare = await startTask('bare', file, JSON.stringify(kept));
  const ratios: number[] = [];
  let rate = 0;
  // Both are compiled by the first load, which is not counted.
  for (const warmed of [bare, server]) await load(warmed, request, 2000);
  for (let round = 0; round < LOAD_ROUNDS; round += 1) {
    const other = await load(bare, request, 1000);
    const own = await load(server, request, 1000);
    ratios.push(other.cpuUs / own.cpuUs);
    rate = own.rate;
  }
  bare.stop();
  const shown = ` (${Math.round(rate)}/s)`;
  row(`cached page, ${whose}, CPU beside bare node:http`, 100 * median(ratios), '%', 75, '≥', shown);
  return body.length;
}

/** Pages that nobody has asked yet, as the server has them rendered. Other threads compress them afterwards. */
async function benchUncached(): Promise<void> {
  const pieces = Array.from({ length: 800 }, (_, number) => urls.piece('articles', slugOf(number)));
  row('uncached render, CPU beyond compression', await renderMs(pieces), 'ms', 1, '≤');
  for (const [what, paths] of Object.entries(listPages(large)))
    row(`${what}, uncached, CPU`, await renderMs(paths), 'ms', 20, '≤');
}

async function renderMs(paths: readonly string[]): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const task = await runScript('worker.ts', 'render', folder('data', large), SITE_URL, JSON.stringify(paths));
    rounds.push(task.renderMs ?? Number.NaN);
  }
  return median(rounds);
}

/** From a saved file to the new page over HTTP, with the watching publisher and the server running. */
async function benchVisible(server: Server, articles: readonly string[]): Promise<void> {
  const stop = await startWatching(folder('content', large), folder('data', large), SITE_URL);
  const times: number[] = [];
  for (let round = 100; round < 107; round += 1) {
    await sleep(300);
    const mark = change(articles[6] ?? '', round);
    const begun = performance.now();
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${server.port}/articles/${slugOf(6)}/`);
      if ((await answer.text()).includes(mark)) break;
      if (performance.now() - begun > 10_000) throw new Error('the change never became visible');
      await sleep(5);
    }
    times.push(performance.now() - begun);
  }
  stop();
  row(`from a saved file to the new page, ${large} pieces`, median(times) / 1000, 's', 0.5, '≤');
}
