import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { componentPages, DOCS, fileOf, writeExamples } from '../../scripts/components/pages.ts';
import { COMPONENT_NAMES, formatIssue } from '../../src/publishing/publishing.ts';
import { publishFolder, temporaryFolder } from '../content-folder.ts';

/** The components of the dialect, by the page that tells of them. */
const PAGES: Record<string, string[]> = {
  chart: ['Chart'],
  coda: ['Coda'],
  definition: ['Definition'],
  dialogue: ['Dialogue', 'Line'],
  figure: ['Figure'],
  'follow-up': ['FollowUp'],
  introduction: ['Introduction'],
  'key-figure': ['KeyFigure'],
  note: ['Note'],
  paywall: ['Paywall'],
  'pull-quote': ['PullQuote'],
  question: ['Question'],
  suggestion: ['Suggestion'],
};
const pages = componentPages();

/** What an editor is told of each file below, by its path. */
async function told(examples: Parameters<typeof writeExamples>[1]): Promise<Map<string, string[]>> {
  using folder = temporaryFolder();
  writeExamples(path.join(folder.dir, 'content'), examples);
  const result = await publishFolder(folder.dir, { check: true });
  const lines = new Map<string, string[]>();
  for (const issue of result.ok ? [] : result.issues) {
    lines.set(issue.file, [...(lines.get(issue.file) ?? []), formatIssue(issue).replace(/^\S+ /, '')]);
  }
  return lines;
}

test('every component of the dialect has its page, and the manual leads to it', () => {
  expect(pages.map(({ name }) => name)).toEqual(Object.keys(PAGES));
  expect(Object.values(PAGES).flat().sort()).toEqual([...COMPONENT_NAMES].sort());
  const manual = readFileSync('content/README.md', 'utf8');
  for (const name of Object.keys(PAGES)) expect(manual).toContain(`(../${DOCS}/${name}.md)`);
});

test.each(pages)('the page of $name has a picture that is light', ({ name, text }) => {
  expect(text).toMatch(new RegExp(`!\\[[^\\]]{10,}\\]\\(pictures/${name}\\.png\\)`));
  expect(statSync(path.join(DOCS, 'pictures', `${name}.png`)).size).toBeLessThanOrEqual(60_000);
});

test('the examples publish without a mistake', async () => {
  const examples = pages.map(({ name, example }) => [name, { page: name, body: example }] as const);
  for (const [name, { body }] of examples) {
    for (const component of PAGES[name] ?? []) expect(body).toContain(`<${component}`);
  }
  expect(await told(Object.fromEntries(examples))).toEqual(new Map());
});

test('the mistakes that a page shows are told in the words that it gives', async () => {
  const shown = pages.flatMap(({ name, mistakes }) => {
    return mistakes.map((mistake, index) => ({ ...mistake, name: `${name}-${index}`, page: name }));
  });
  expect(new Set(shown.map(({ page }) => page)).size).toBe(pages.length);
  const lines = await told(Object.fromEntries(shown.map(({ name, page, written }) => [name, { page, body: written }])));
  for (const { name, page, message } of shown) {
    expect([name, lines.get(fileOf(name, page)) ?? []]).toEqual([name, expect.arrayContaining([message])]);
  }
});
