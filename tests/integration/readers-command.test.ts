import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openReaderDatabase } from '../../src/db/db.ts';
import { publishFolder, temporaryFolder, validContent, writeFiles } from '../content-folder.ts';

interface Ending {
  status: number;
  said: string;
}

function command(dir: string, script: string, ...parameters: string[]): Promise<Ending> {
  const file = new URL(`../../scripts/${script}.ts`, import.meta.url).pathname;
  const env = { ...process.env, DATA_DIR: path.join(dir, 'data'), CONTENT_DIR: path.join(dir, 'content') };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [file, ...parameters], { env, cwd: dir }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), said: stdout + stderr }),
    );
    child.stdin?.end();
  });
}

async function published(): Promise<ReturnType<typeof temporaryFolder>> {
  const folder = temporaryFolder();
  writeFiles(folder.dir, validContent());
  expect(await publishFolder(folder.dir)).toMatchObject({ ok: true });
  return folder;
}

test('reading is given with an end and a reason, said, announced by mail, and shown', async () => {
  using folder = await published();
  const { dir } = folder;
  const grant = ['readers', 'grant', 'Lectrice@Exemple.fr', '--until', '30/06/2999'] as const;
  expect(await command(dir, ...grant)).toMatchObject({ status: 1, said: expect.stringContaining('--reason') });
  const given = await command(dir, ...grant, '--reason', 'abonnée papier');
  expect(given).toMatchObject({ status: 0, said: expect.stringContaining('un courriel l’annonce') });
  expect((await command(dir, ...grant, '--reason', 'abonnée papier')).said).toContain('rien n’a changé');
  const shown = (await command(dir, 'readers', 'show', 'lectrice@exemple.fr')).said;
  expect(shown).toContain('jamais connecté');
  expect(shown).toContain('lecture offerte jusqu’au 30\u00a0juin 2999 : abonnée papier');
  expect((await command(dir, 'readers', 'resend', 'lectrice@exemple.fr')).status).toBe(0);
  expect(await command(dir, 'readers', 'resend', 'autre@exemple.fr')).toMatchObject({ status: 1 });

  const database = await openReaderDatabase(`sqlite:${path.join(dir, 'data', 'readers.db')}`);
  const mails = await database.query
    .selectFrom('outbox')
    .select(['kind', 'recipient', 'text'])
    .orderBy('kind')
    .execute();
  expect(mails.map(({ kind, recipient }) => [kind, recipient])).toEqual([
    ['grant', 'lectrice@exemple.fr'],
    ['sign-in', 'lectrice@exemple.fr'],
  ]);
  expect(mails[0]?.text).toContain('http://localhost:4321/connexion/');
  await database.close();
});

test('a file is imported after --yes, wholly or not at all, and once', async () => {
  using folder = await published();
  const { dir } = folder;
  writeFiles(dir, { 'base.csv': 'Adresse;Fin\na@exemple.fr;2999-01-01\nb@exemple;\n' });
  const file = ['readers', 'import', 'base.csv', '--reason', 'reprise', '--until', '2999-06-30', '--no-mail'] as const;
  const wrong = await command(dir, ...file, '--yes');
  expect(wrong).toMatchObject({
    status: 1,
    said: expect.stringContaining('base.csv:3 « b@exemple » n’est pas une adresse'),
  });
  writeFiles(dir, { 'base.csv': 'Adresse;Fin\na@exemple.fr;2999-01-01\nb@exemple.fr;\n' });
  expect(await command(dir, ...file)).toMatchObject({ status: 1, said: expect.stringContaining('--yes') });
  expect((await command(dir, 'readers', 'show', 'a@exemple.fr')).said).toContain('n’a pas de compte');
  expect((await command(dir, ...file, '--yes')).said).toContain(
    'Lectures offertes : 2, dont à de nouveaux comptes : 2',
  );
  expect((await command(dir, ...file, '--yes')).said).toContain('Lectures offertes : 0');

  mkdirSync(path.join(dir, 'kept'));
  expect((await command(dir, 'db-backup', 'kept/readers.db')).said).toContain('2 readers');
  expect(readdirSync(path.join(dir, 'kept'))).toEqual(['readers.db']);
  expect(await command(dir, 'db-backup', '--restore', 'kept/readers.db')).toMatchObject({ status: 1 });
  expect(await command(dir, 'db-migrate')).toMatchObject({ status: 0 });
});
