import { ESLint } from 'eslint';
import { configs } from 'typescript-eslint';
import { expect, test } from 'vitest';

/** The rules of eslint.config.mjs, on files that need not exist. */
const eslint = new ESLint({ overrideConfig: [configs.disableTypeChecked] });

async function refusals(filePath: string, code: string): Promise<string[]> {
  const source = filePath.endsWith('.astro') ? `---\n${code}\n---\n<p />\n` : `${code}\n`;
  const [result] = await eslint.lintText(source, { filePath });
  const fatal = result?.messages.find((message) => message.fatal);
  if (fatal) throw new Error(`${filePath} does not parse: ${fatal.message}`);
  const rules = ['no-restricted-imports', 'no-restricted-syntax'];
  return (result?.messages ?? []).filter(({ ruleId }) => rules.includes(ruleId ?? '')).map(({ message }) => message);
}

test.each([
  ['nothing imports pages', 'src/components/Card.astro', `import Home from '../pages/index.astro';`],
  ['scripts do not import pages', 'scripts/dev.ts', `import { GET } from '../src/pages/rss.xml.ts';`],
  ['tests do not import pages', 'tests/e2e/a.test.ts', `import { GET } from '../../src/pages/rss.xml.ts';`],
  ['a folder has one door', 'src/pages/index.astro', `import { cut } from '../publishing/cut.ts';`],
  ['scripts use the door', 'scripts/publish.ts', `import { cut } from '../src/publishing/cut.ts';`],
  ['tests use the door', 'tests/e2e/a.test.ts', `import { cut } from '../../src/publishing/cut.ts';`],
  ['types use the door', 'src/feeds/feeds.ts', `import type { A } from '../editorial/types.ts';`],
  ['text has one door', 'src/feeds/feeds.ts', `import { formatDate } from '../text/formats.ts';`],
  ['imports have their extension', 'src/feeds/feeds.ts', `import { feedHtml } from './feed-html';`],
  ['domain knows no components', 'src/feeds/feeds.ts', `import { a } from '../components/labels.ts';`],
  ['domain knows no services', 'src/letter/letter.ts', `import { services } from '../services.ts';`],
  ['domain knows no settings', 'src/readers/readers.ts', `import type { Config } from '../config.ts';`],
  [
    'editorial does not know publishing',
    'src/editorial/editorial.ts',
    `import { a } from '../publishing/publishing.ts';`,
  ],
  ['readers do not know subscriptions', 'src/readers/a.ts', `import { a } from '../subscriptions/subscriptions.ts';`],
  ['cards take what they show', 'src/cards/cards.ts', `import { a } from '../editorial/editorial.ts';`],
  ['search does not know feeds', 'src/search/search.ts', `export { a } from '../feeds/feeds.ts';`],
  ['publishing does not decide access', 'src/publishing/cut.ts', `import { decideAccess } from '../paywall.ts';`],
  ['domain takes its database', 'src/readers/readers.ts', `import { open } from '../db/db.ts';`],
  ['the paywall stands alone', 'src/paywall.ts', `import { a } from './readers/readers.ts';`],
  ['urls stand alone', 'src/urls.ts', `import { a } from './text/fr.ts';`],
  ['components take what they show', 'src/components/Card.astro', `import { a } from '../editorial/editorial.ts';`],
  ['components ask no services', 'src/components/Card.astro', `import type { S } from '../services.ts';`],
  ['product code knows no tests', 'src/feeds/feeds.ts', `import { a } from '../../tests/factories.ts';`],
  ['astro modules stay in Astro', 'src/feeds/feeds.ts', `import { a } from 'astro:content';`],
  ['astro modules stay out of the server', 'src/server.ts', `import { a } from 'astro:middleware';`],
  ['stripe stays in subscriptions', 'src/readers/readers.ts', `import type Stripe from 'stripe';`],
  ['stripe stays out of scripts', 'scripts/a.ts', `import Stripe from 'stripe';`],
  ['imports stand at the top', 'src/feeds/feeds.ts', `export const a = () => import('../urls.ts');`],
  ['scripts import at the top too', 'scripts/build.ts', `await import('../src/urls.ts');`],
  ['only config reads the environment', 'src/server.ts', `export const a = process.env.PORT;`],
  ['scripts read no environment', 'scripts/publish.ts', `console.log(process.env.PORT);`],
  ['domain is given now: Date', 'src/feeds/feeds.ts', `export const a = () => new Date();`],
  ['domain is given now: Date.now', 'src/paywall.ts', `export const a = () => Date.now();`],
  ['domain is given now: Temporal', 'src/editorial/a.ts', `export const a = () => Temporal.Now.instant();`],
  ['pages are given now', 'src/pages/index.astro', `const now = new Date();`],
  ['no barrels', 'src/feeds/feeds.ts', `export * from './rss.ts';`],
  ['named exports', 'src/feeds/feeds.ts', `export default function feeds() { return 1; }`],
  ['no classes', 'src/feeds/feeds.ts', `export class Feed { title = ''; }`],
])('refused: %s', async (_rule, file, code) => {
  expect(await refusals(file, code)).toHaveLength(1);
});

test.each([
  ['pages use layouts and components', 'src/pages/a/[b].astro', `import Page from '../../layouts/Page.astro';`],
  ['pages use the domain', 'src/pages/a/[b].astro', `import { a } from '../../editorial/editorial.ts';`],
  ['pages use astro modules', 'src/pages/a.ts', `import { a } from 'astro:middleware';`],
  [
    'components use types of the domain',
    'src/components/A.astro',
    `import type { P } from '../editorial/editorial.ts';`,
  ],
  ['a folder is at home in itself', 'src/publishing/deep/a.ts', `import { cut } from '../cut.ts';`],
  ['a file may bear the name of another part', 'src/publishing/a.ts', `import { a } from './components.ts';`],
  [
    'styles and built files',
    'src/layouts/Page.astro',
    `import '../styles/site.css'; import a from '../styles/a.woff2?url';`,
  ],
  ['cards know types of editorial', 'src/cards/face.ts', `import type { P } from '../editorial/editorial.ts';`],
  ['letter reads editorial', 'src/letter/letter.ts', `import { a } from '../editorial/editorial.ts';`],
  ['editorial asks the paywall', 'src/editorial/editorial.ts', `import { decideAccess } from '../paywall.ts';`],
  ['subscriptions know readers', 'src/subscriptions/a.ts', `import { a } from '../readers/readers.ts';`],
  [
    'domain uses addresses and words',
    'src/feeds/a.ts',
    `import { urls } from '../urls.ts'; import { fr } from '../text/fr.ts';`,
  ],
  ['domain names types of stores', 'src/readers/a.ts', `import type { Db } from '../db/db.ts';`],
  ['publishing names access', 'src/publishing/a.ts', `import type { Access } from '../paywall.ts';`],
  [
    'services compose everything',
    'src/services.ts',
    `import { a } from './db/db.ts'; import { loadConfig } from './config.ts';`,
  ],
  [
    'scripts compose too',
    'scripts/a.ts',
    `import { a } from '../src/publishing/publishing.ts'; import { b } from '../src/config.ts';`,
  ],
  ['unit tests use the factories', 'src/feeds/feeds.test.ts', `import { aPiece } from '../../tests/factories.ts';`],
  ['subscriptions use stripe', 'src/subscriptions/a.ts', `import Stripe from 'stripe'; export const a = Stripe;`],
  ['the server loads what Astro built', 'src/server.ts', `export const a = await import('../dist/server/entry.mjs');`],
  ['config reads the environment', 'src/config.ts', `export const a = process.env;`],
  ['the server reads the clock', 'src/server.ts', `export const now = () => new Date();`],
  ['a date that is given', 'src/feeds/feeds.ts', `export const a = (now: string) => new Date(now);`],
  ['a front door shows its types', 'src/editorial/editorial.ts', `export type * from './types.ts';`],
  ['errors are classes', 'src/feeds/feeds.ts', `export class FeedError extends Error {}`],
])('allowed: %s', async (_rule, file, code) => {
  expect(await refusals(file, code)).toEqual([]);
});
