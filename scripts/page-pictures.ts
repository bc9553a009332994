/**
 * Takes the pictures of docs/pictures/: eleven pages of the sample magazine as it is published and built, on a phone and
 * on a desk, by day and by night. Their output is committed; run again after a change of the styles:
 * `npm run publish && npm run build && node scripts/page-pictures.ts`.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import sharp from 'sharp';
import { loadConfig } from '../src/config.ts';
import { startServer } from '../src/server.ts';
import { urls } from '../src/urls.ts';
import { findChromium } from './chromium.ts';

interface Shown {
  path: string;
  on: keyof typeof SCREENS;
  by: 'light' | 'dark';
}

const SCREENS = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 960 }, deviceScaleFactor: 1.5 },
} as const;

const PAGES: Record<string, Shown> = {
  front: { path: urls.home(), on: 'desk', by: 'light' },
  article: { path: urls.piece('articles', 'colis-au-gardien'), on: 'desk', by: 'light' },
  interview: { path: urls.piece('interviews', 'mathilde-roussin'), on: 'phone', by: 'dark' },
  letter: { path: urls.piece('letters', 'votre-extrait-de-mardi'), on: 'phone', by: 'light' },
  study: { path: urls.study('barometre-attente-2026'), on: 'desk', by: 'dark' },
  question: { path: urls.question('avoir-le-sens-du-client'), on: 'desk', by: 'light' },
  edition: { path: urls.edition('2026-11-20'), on: 'phone', by: 'light' },
  issue: { path: urls.issue(2), on: 'phone', by: 'dark' },
  person: { path: urls.gathering('people', 'theo-lanvin'), on: 'desk', by: 'light' },
  search: { path: urls.search({ query: 'attente' }), on: 'desk', by: 'light' },
  archives: { path: urls.archives(), on: 'desk', by: 'dark' },
};

const FOLDER = path.join(import.meta.dirname, '..', 'docs', 'pictures');
const LARGEST = 250_000;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

const config = loadConfig();
const server = await startServer({ ...config, logLevel: 'silent' });
const browser = await chromium.launch({ executablePath: findChromium() ?? 'chromium', args: FLAGS });
try {
  for (const [name, shown] of Object.entries(PAGES)) {
    const webp = await pictureOf(browser, shown);
    if (webp.length > LARGEST) throw new Error(`${name}.webp has ${webp.length} octets, more than ${LARGEST}`);
    writeFileSync(path.join(FOLDER, `${name}.webp`), webp);
    console.log(`${name}.webp: ${webp.length} octets`);
  }
} finally {
  await browser.close();
  await server.stop();
}

async function pictureOf(browser: Browser, { path, on, by }: Shown): Promise<Buffer> {
  const page = await browser.newPage({ ...SCREENS[on], colorScheme: by });
  const answer = await page.goto(`${config.siteUrl}${path}`, { waitUntil: 'networkidle' });
  if (answer?.ok() !== true) throw new Error(`${path} answers ${answer?.status()}`);
  const shot = await page.screenshot();
  await page.close();
  return sharp(shot).webp({ quality: 85, effort: 6 }).toBuffer();
}
