import { loadConfig } from '../src/config.ts';
import { scaffold, type ScaffoldKind } from '../src/publishing/publishing.ts';
import { readArguments } from './arguments.ts';

const HELP = `
npm run new -- interview "Prénom Nom" | article "Titre" | letter "Titre" | edition [aaaa-mm-jj]
Écrit un brouillon qui passe les vérifications : il reste à le remplir, puis à écrire status: ready.
`;

const KINDS: readonly string[] = ['interview', 'article', 'letter', 'edition'] satisfies ScaffoldKind[];

const { positionals } = readArguments(HELP, {});
const [kind = '', ...words] = positionals;
if (!KINDS.includes(kind)) {
  console.error(`Il manque ce qu’il faut créer.\n\n${HELP.trim()}`);
  process.exit(1);
}
const name = words.join(' ') || (kind === 'edition' ? '' : `Sans titre ${new Date().toISOString().slice(0, 10)}`);
const made = scaffold(kind as ScaffoldKind, name, loadConfig().contentDir, new Date());
if (made.ok) console.log(`content/${made.path} est prêt : remplissez-le, puis npm run publish -- --check`);
else {
  console.error(`Rien n’a été créé : ${made.reason}.`);
  process.exitCode = 1;
}
