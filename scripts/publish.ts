import { watch } from 'node:fs';
import { loadConfig } from '../src/config.ts';
import { openReaderDatabase } from '../src/db/db.ts';
import { formatIssue, publish, type PublishResult } from '../src/publishing/publishing.ts';
import { indexPieces } from '../src/search/search.ts';
import { readArguments } from './arguments.ts';

const HELP = `
npm run publish [-- --check | --watch]
Vérifie le dossier content et le publie : seul ce qui a changé est relu. À la moindre faute rien n’est publié.

  --check   vérifie tout, n’écrit rien
  --watch   publie, puis recommence à chaque fichier enregistré ; Ctrl-C pour arrêter
`;

const { values } = readArguments(HELP, { check: { type: 'boolean' }, watch: { type: 'boolean' } });
const config = loadConfig();
const check = values.check === true;
const signingKey = check ? new Uint8Array(32) : await readKey();

if (!(await once())) process.exitCode = 1;
if (values.watch === true && !check) watchContent();

async function readKey(): Promise<Uint8Array> {
  const readers = await openReaderDatabase(config.databaseUrl);
  const key = readers.signingKey();
  await readers.close();
  return key;
}

async function once(): Promise<boolean> {
  const begun = performance.now();
  const result = await publish({
    ...config,
    signingKey,
    now: new Date(),
    check,
    index: indexPieces,
    onProgress: process.stdout.isTTY ? showProgress : undefined,
    onWaiting: () => console.log('Une autre publication est en cours : celle-ci attend qu’elle finisse…'),
  });
  const seconds = ((performance.now() - begun) / 1000).toLocaleString('fr-FR', { maximumFractionDigits: 2 });
  report(result, seconds);
  return result.ok;
}

function showProgress(done: number, total: number): void {
  if (total >= 200 && (done % 100 === 0 || done === total))
    process.stdout.write(`\r${done} / ${total}${done === total ? '\n' : ''}`);
}

function report(result: PublishResult, seconds: string): void {
  if (!result.ok) {
    for (const issue of result.issues) console.error(formatIssue(issue));
    const count = result.issues.length;
    console.error(`\n${count} ${count > 1 ? 'fautes' : 'faute'} : rien n’a été publié.`);
  } else if (check) console.log(`Aucune faute : ${result.pieces} pièces prêtes (${seconds} s).`);
  else if (result.rendered + result.removed === 0) console.log(`Rien n’a changé (${seconds} s).`);
  else {
    const removed = result.removed > 0 ? `, ${result.removed} retirés` : '';
    console.log(
      `Publié : ${result.rendered} fichiers relus${removed}, ${result.pieces} pièces en tout (${seconds} s).`,
    );
  }
}

/** One publish at a time; a file saved meanwhile asks for one more. */
function watchContent(): void {
  console.log('En attente de changements dans content/ (Ctrl-C pour arrêter).');
  let busy = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  const go = async (): Promise<void> => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      await once();
    } while (again);
    busy = false;
  };
  watch(config.contentDir, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void go(), 40);
  });
}
