import type { Page } from 'playwright-core';
import type { TestSite } from './site.ts';

/** A line of the panel of search as you type. */
export interface Proposed {
  id: string;
  group: string;
  /** Of its page, and of the place in it. */
  path: string;
  title: string;
}

/** Waits until the index of search as you type is there: the server builds it by itself. */
export async function indexed(site: TestSite, most = 60_000): Promise<string> {
  for (const begun = performance.now(); performance.now() - begun < most;) {
    const answer = await fetch(`${site.url}/pagefind/index.json`);
    const { folder } = (await answer.json()) as { folder: string | null };
    if (folder !== null) return folder;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the index of search as you type was never built');
}

/** Opens the panel over the front page, or over the page that is open. */
export async function quickPanel(page: Page, siteUrl?: string): Promise<void> {
  if (siteUrl !== undefined) await page.goto(siteUrl);
  await page.keyboard.press('/');
  await page.waitForSelector('dialog.quick[open]');
}

/** What the open panel proposes for `query`, in its order. */
export async function propose(page: Page, query: string): Promise<Proposed[]> {
  await page.fill('.quick input', query);
  await page.waitForFunction(
    (asked) => {
      const all = document.querySelector<HTMLAnchorElement>('.quick-all');
      return all !== null && new URL(all.href).searchParams.get('q') === asked;
    },
    query.trim(),
    { polling: 10, timeout: 20_000 },
  );
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('.quick-option')].map((option) => ({
      id: option.id,
      group: option.id.split('_')[1] ?? '',
      path: new URL(option.href).pathname + new URL(option.href).hash,
      title: option.querySelector('.quick-title')?.textContent ?? '',
    })),
  );
}
