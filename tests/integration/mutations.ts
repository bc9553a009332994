import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { openEditorial } from '../../src/editorial/editorial.ts';
import { article, publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';

/** What editors paste, mistype or leave behind. */
const FRAGMENTS = [
  '',
  ' ',
  '\n',
  '\n\n',
  '\t',
  '---\n',
  ': ',
  '- ',
  '"',
  "'",
  '«',
  '»',
  '\u00a0',
  '\u0000',
  '\ufeff',
  '\ud800',
  '<',
  '</',
  '/>',
  '<Note>',
  '</Note>',
  '<Paywall />',
  '<Question id="sens" />',
  '<Figure src="../../../etc/passwd" alt="a" credit="b" />',
  '<Chart study="barometre" figures="" />',
  '{',
  '}',
  '{/*',
  '*/}',
  '{1+1}',
  '[^1]',
  '[^1]: ',
  '[a](',
  '](javascript:alert(1))',
  '![',
  '|',
  '| - |',
  '`',
  '```',
  '#',
  '# ',
  '&lt;',
  '&#0;',
  '&',
  '*',
  '**',
  '_',
  '~~',
  '&a',
  '*a',
  '!!js/function',
  '__proto__: x\n',
  'constructor: x\n',
  '<<: *a',
  '? ',
  '[',
  ']',
  '{a: b}',
  '1e999',
  '2026-02-30',
  'null',
  'éàü',
  '😀',
  '\u202e',
];

interface Mutation {
  file: number;
  at: number;
  remove: number;
  fragment: string;
  times: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  file: fc.nat(),
  at: fc.nat({ max: 1_000_000 }),
  remove: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.nat({ max: 12 }) },
    { weight: 1, arbitrary: fc.nat({ max: 400 }) },
  ),
  fragment: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  ),
  times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.nat({ max: 300 }) }),
});

const RICH = `Un paragraphe **gras** avec une note[^1] et [un lien](/articles/un-article/).

## Une partie

<Note title="À savoir">

Un aparté.

</Note>

| A | B |
|---|---|
| 1 | 2 |

<KeyFigure study="barometre" id="attente" />

<Paywall />

<Dialogue>
<Line who="A">Bonjour !</Line>
</Dialogue>

<PullQuote by="B">Une citation</PullQuote>

La suite.

[^1]: Une note.
`;

/**
 * Mutates one file of a valid folder at a time, `runs` times, and publishes: either it is published whole, or it is
 * refused with issues and the database keeps every byte. Nothing ever throws.
 */
export async function checkMutations(runs: number): Promise<void> {
  using folder = temporaryFolder();
  const files: Record<string, string> = {
    ...validContent(),
    'content/articles/2026/riche.mdx': article(
      {
        uid: 'art-000042',
        access: 'subscribers',
        corrections: '[{ date: 2026-11-02, kind: update, text: Mise à jour }]',
      },
      RICH,
    ),
  };
  const names = Object.keys(files);
  const database = path.join(folder.dir, 'data/content.db');
  writeFiles(folder.dir, files);
  await publishFolder(folder.dir);
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const name = names[(mutations[0]?.file ?? 0) % names.length] ?? '';
      const original = files[name] ?? '';
      const mutated = mutations.reduce((text, { at, remove, fragment, times }) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + fragment.repeat(times) + text.slice(start + remove);
      }, original);
      const before = readFileSync(database);
      writeFileSync(path.join(folder.dir, name), mutated);
      const result = await publishFolder(folder.dir).finally(() =>
        writeFileSync(path.join(folder.dir, name), original),
      );
      if (result.ok) openEditorial(database).close();
      else {
        expect(result.issues.length).toBeGreaterThan(0);
        for (const issue of result.issues)
          expect([issue.line, issue.what, issue.remedy]).toEqual([
            expect.any(Number),
            expect.stringMatching(/./),
            expect.stringMatching(/./),
          ]);
        expect(readFileSync(database).equals(before)).toBe(true);
      }
      expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
    }),
    { numRuns: runs },
  );
}
