import path from 'node:path';
import { expect, test } from 'vitest';
import { writeCorpus } from '../../scripts/bench/corpus.ts';
import { runScript } from '../../scripts/bench/processes.ts';
import { openEditorial } from '../../src/editorial/editorial.ts';
import { temporaryFolder } from '../content-folder.ts';

test('an archive of 50,000 pieces is published in less than 1.5 GB', async () => {
  using folder = temporaryFolder();
  const content = path.join(folder.dir, 'content');
  const data = path.join(folder.dir, 'data');
  writeCorpus(content, 50_000);
  const { maxRssMb } = await runScript('publish.ts', content, data, 'http://localhost:4321');
  expect(maxRssMb).toBeLessThan(1536);
  const editorial = openEditorial(path.join(data, 'content.db'));
  const now = new Date('2027-06-01T00:00:00Z');
  expect(editorial.count(now)).toBe(50_001);
  expect(editorial.list('articles', 2500, now)?.items).toHaveLength(20);
  editorial.close();
});
