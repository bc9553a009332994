/**
 * Takes the pictures of docs/components/ from the examples of its pages: published by the publisher, served by the built
 * site, seen in Chromium. Their output is committed; run again after a change of an example or of the styles:
 * `npm run build && node scripts/component-pictures.ts`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { loadConfig } from '../src/config.ts';
import { publish } from '../src/publishing/publishing.ts';
import { indexPieces } from '../src/search/search.ts';
import { startServer } from '../src/server.ts';
import { type PieceCollection, urls } from '../src/urls.ts';
import { findChromium } from './chromium.ts';
import { componentPages, DOCS, fileOf, writeExamples } from './components/pages.ts';

/** What of the page is shown: all that lies between the first and the last of these. */
const SHOWN: Record<string, string> = {
  question: '#q-qui, #q-qui + .answer, #q-sens, #q-sens + .answer',
  'follow-up': '#q-sens, #q-sens + .answer',
  coda: '#q-anecdote, #q-anecdote + .answer, .credit-line, div.coda',
  introduction: '.replies-to, .introduction, .letter',
};
const WIDTH = 640;
const MARGIN = 24;
const LARGEST = 60_000;
const PORT = 4399;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

const folder = mkdtempSync(path.join(tmpdir(), 'verbatim-components-'));
const pages = componentPages();
const env = { SITE_URL: `http://localhost:${PORT}`, PORT: String(PORT), DATA_DIR: path.join(folder, 'data') };
const config = loadConfig({ ...env, CONTENT_DIR: path.join(folder, 'content'), LOG_LEVEL: 'silent' });
writeExamples(
  config.contentDir,
  Object.fromEntries(pages.map(({ name, example }) => [name, { page: name, body: example }])),
);
const published = await publish({ ...config, signingKey: new Uint8Array(32), now: new Date(), index: indexPieces });
if (!published.ok) throw new Error(`an example has a mistake: ${JSON.stringify(published.issues)}`);
const server = await startServer(config);
const browser = await chromium.launch({ executablePath: findChromium() ?? 'chromium', args: FLAGS });
try {
  for (const { name } of pages) {
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, deviceScaleFactor: 2 });
    await page.goto(`${config.siteUrl}${addressOf(name)}`, { waitUntil: 'networkidle' });
    const clip = await page.evaluate((shown) => {
      const boxes = [...document.querySelectorAll(shown)].map((element) => element.getBoundingClientRect());
      const top = Math.min(...boxes.map((box) => box.top)) + scrollY;
      return { top, height: Math.max(...boxes.map((box) => box.bottom)) + scrollY - top };
    }, SHOWN[name] ?? '.prose');
    const shot = await page.screenshot({
      fullPage: true,
      clip: { x: 0, y: clip.top - MARGIN, width: WIDTH, height: clip.height + 2 * MARGIN },
    });
    const png = await light(shot);
    writeFileSync(path.join(DOCS, 'pictures', `${name}.png`), png);
    console.log(`${name}.png: ${png.length} octets`);
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}

function addressOf(name: string): string {
  return urls.piece(fileOf(name, name).split('/')[0] as PieceCollection, name);
}

/** As sharp as 60 kB allow. */
async function light(shot: Buffer): Promise<Buffer> {
  for (const scale of [1.5, 1.25, 1]) {
    const png = await sharp(shot)
      .resize({ width: WIDTH * scale })
      .png({ palette: true, colours: 64 })
      .toBuffer();
    if (png.length <= LARGEST) return png;
  }
  throw new Error(`a picture has more than ${LARGEST} octets`);
}
