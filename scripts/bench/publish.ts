import { publish } from '../../src/publishing/publishing.ts';
import { indexPieces } from '../../src/search/search.ts';
import { report } from './report.ts';

/** One publish of a content folder, in a process that loads what the command loads and nothing of the server. `bare`: without the search index. */
const [contentDir = '', dataDir = '', siteUrl = '', bare] = process.argv.slice(2);
const result = await publish({
  contentDir,
  dataDir,
  siteUrl,
  signingKey: new Uint8Array(32),
  now: new Date(),
  ...(bare === undefined ? { index: indexPieces } : {}),
});
if (!result.ok) throw new Error(JSON.stringify(result.issues.slice(0, 3)));
report();
process.disconnect?.();
