import { createHash, createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PublishOptions } from './publishing.ts';

/** Changes whenever the same content would be rendered or indexed otherwise: the publisher's code and the index's, its libraries, the key, the host. */
export function fingerprintOf(options: PublishOptions): string {
  const hash = createHash('sha256').update(options.siteUrl);
  const folder = import.meta.dirname;
  const sources = ['.', '../search'].flatMap((own) =>
    readdirSync(path.join(folder, own))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .sort()
      .map((file) => path.join(own, file)),
  );
  for (const name of [...sources, '../time.ts', '../urls.ts', '../../package-lock.json']) {
    const file = path.join(folder, name);
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  hash.update(createHmac('sha256', options.signingKey).update('fingerprint').digest());
  return hash.digest('hex');
}
