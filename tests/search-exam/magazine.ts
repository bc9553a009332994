import { cpSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

/** Copies the magazine of the repository to `<folder>/content`, each picture replaced by a small one that is made at once. */
export async function copyMagazine(folder: string): Promise<void> {
  const content = path.join(folder, 'content');
  cpSync('content', content, { recursive: true });
  const small = await sharp({ create: { width: 16, height: 9, channels: 3, background: '#ccc' } })
    .jpeg()
    .toBuffer();
  for (const file of readdirSync(content, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.jpg')) writeFileSync(path.join(content, file), small);
}
