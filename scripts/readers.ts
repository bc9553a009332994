import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { loadConfig } from '../src/config.ts';
import { openReaderDatabase } from '../src/db/db.ts';
import { openEditorial } from '../src/editorial/editorial.ts';
import { createQueue, type House } from '../src/mail/mail.ts';
import { createReaders, endOfDay, type ImportIssue, readAddress, readGrants } from '../src/readers/readers.ts';
import { fr } from '../src/text/fr.ts';
import { readArguments } from './arguments.ts';

const HELP = `
npm run readers -- show <adresse>
npm run readers -- grant <adresse> --until <jour> --reason "<motif>"
npm run readers -- resend <adresse>
npm run readers -- import <fichier.csv> [--until <jour>] [--reason "<motif>"]
Les lecteurs, et la lecture qui leur est offerte.

  show     qui est ce lecteur, ce qu’il peut lire et pourquoi
  grant    lui ouvre la lecture jusqu’à la fin d’un jour (2027-06-30 ou 30/06/2027) ; un courriel le lui annonce
  resend   lui envoie un lien de connexion
  import   la même chose pour chaque ligne d’un fichier CSV, dont la première ligne nomme les colonnes : adresse,
           et si besoin fin et motif ; rien n’est écrit tant qu’une ligne est fautive

  --until <jour>     pour les lignes qui ne disent pas de fin
  --reason <motif>   pour celles qui ne disent pas de motif
  --no-mail          n’annonce rien par courriel
  --yes              ne demande pas de confirmation avant d’importer

Les courriels attendent dans la base : ils partent dès que le site tourne.
`;

const { values, positionals } = readArguments(HELP, {
  until: { type: 'string' },
  reason: { type: 'string' },
  'no-mail': { type: 'boolean' },
  yes: { type: 'boolean' },
});
const ISSUES: Record<ImportIssue['reason'], (value: string) => string> = {
  'no-addresses': () => 'aucune colonne ne s’appelle « adresse »',
  address: (value) => `« ${value} » n’est pas une adresse`,
  twice: (value) => `${value} figure deux fois`,
  until: (value) => (value === '' ? 'il manque la fin' : `« ${value} » n’est pas un jour ; écrire 2027-06-30`),
  past: (value) => `le ${value} est passé`,
  'no-reason': () => 'il manque le motif',
};

const [verb = '', subject = ''] = positionals;
const now = new Date();
const config = loadConfig();
const isTold = values['no-mail'] !== true;
const VERBS: Record<string, () => Promise<void>> = { show, grant, resend, import: importFile };
const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
if (run === undefined || subject === '' || positionals.length > 2) {
  console.error(`Il manque ce qu’il faut faire, ou pour qui.\n\n${HELP.trim()}`);
  process.exit(1);
}
const database = await openReaderDatabase(config.databaseUrl);
const { query } = database;
const { siteUrl } = config;
const house = houseOf();
const readers = createReaders({ database, outbox: { queue: createQueue(house) }, siteUrl, house, claims });
try {
  await run();
} catch (error) {
  console.error(`Rien n’a été fait : ${(error as Error).message}.`);
  process.exitCode = 1;
} finally {
  await database.close();
}

async function show(): Promise<void> {
  const address = addressGiven();
  const reader = await readers.readerOf(address);
  if (reader === null) {
    const bought = await claims(address);
    console.log(
      `${address} n’a pas de compte${bought ? ', mais a payé : son compte naîtra à sa première connexion' : ''}.`,
    );
    return;
  }
  const { created_at, signed_in_at } = await query
    .selectFrom('readers')
    .select(['created_at', 'signed_in_at'])
    .where('id', '=', reader.id)
    .executeTakeFirstOrThrow();
  const sessions = await readers.sessionsOf(reader.id, now);
  const subscriptions = await query
    .selectFrom('subscriptions')
    .select(['id', 'status', 'period_end', 'cancels_at_period_end'])
    .where('reader_id', '=', reader.id)
    .orderBy('period_end', 'desc')
    .execute();
  console.log(`${reader.address}, compte créé le ${fr.shortDay(created_at)}`);
  console.log(`  ${signed_in_at === null ? 'jamais connecté' : `dernière connexion le ${fr.shortDay(signed_in_at)}`}`);
  console.log(`  sessions ouvertes : ${sessions.length}`);
  console.log(`  flux privé : ${(await readers.feedOf(reader.id)) === null ? 'non' : 'oui'}`);
  for (const { id, status, period_end, cancels_at_period_end } of subscriptions) {
    const ends = cancels_at_period_end === 1 ? 's’arrête' : 'période payée jusqu’au';
    console.log(
      `  abonnement ${id} : ${status}, ${ends} ${cancels_at_period_end === 1 ? 'le ' : ''}${fr.shortDay(period_end)}`,
    );
  }
  for (const { until, reason } of await readers.grantsOf(reader.id))
    console.log(`  lecture offerte jusqu’au ${lastDay(until)} : ${reason}`);
}

async function grant(): Promise<void> {
  const address = addressGiven();
  const until = endOfDay(values.until ?? '');
  const reason = values.reason?.trim() ?? '';
  if (until === null) throw new Error('il manque --until avec un jour, tel que 2027-06-30');
  if (Date.parse(until) <= now.getTime()) throw new Error(`le ${values.until} est passé`);
  if (reason === '') throw new Error('il manque --reason : pourquoi cette lecture est offerte');
  const { outcome, isNewReader } = await readers.grant({ address, until, reason, isTold }, now);
  if (outcome === 'had-it')
    console.log(`${address} avait déjà cette lecture, jusqu’au ${lastDay(until)} : rien n’a changé.`);
  else {
    const created = isNewReader ? ', compte créé' : '';
    const told = isTold ? 'un courriel l’annonce' : 'aucun courriel ne l’annonce';
    console.log(`${address} peut tout lire jusqu’au ${lastDay(until)} (${reason})${created} ; ${told}.`);
  }
}

async function resend(): Promise<void> {
  const address = addressGiven();
  const known = (await readers.readerOf(address)) !== null || (await claims(address));
  if (!known) throw new Error(`${address} n’a ni compte ni abonnement`);
  const outcome = await readers.requestSignIn({ address, next: null, client: 'npm run readers' }, now);
  if (typeof outcome === 'object') throw new Error(`trop de liens demandés ; réessayer dans ${outcome.waitSeconds} s`);
  console.log(`Un lien de connexion, valable quinze minutes, attend de partir pour ${address}.`);
}

async function importFile(): Promise<void> {
  const bytes = readFileSync(subject);
  const csv = new TextDecoder('utf-8', { fatal: false }).decode(bytes);
  if (csv.includes('\uFFFD')) throw new Error(`${subject} n’est pas en UTF-8 : l’enregistrer ainsi, puis recommencer`);
  const { grants, issues } = readGrants(csv, { until: values.until ?? null, reason: values.reason ?? null }, now);
  for (const { line, reason, value } of issues) console.error(`${subject}:${line} ${ISSUES[reason](value)}`);
  if (issues.length > 0) throw new Error(`${counted(issues.length, 'ligne')} à corriger`);
  const mails = isTold ? 'chacun recevra un courriel' : 'aucun courriel ne partira';
  console.log(`${counted(grants.length, 'adresse')} dans ${subject} ; ${mails}.`);
  if (grants.length === 0 || !(await confirmed())) return console.log('Rien n’a été fait.');

  const counts = { granted: 0, had: 0, created: 0 };
  for (const request of grants) {
    const { outcome, isNewReader } = await readers.grant({ ...request, isTold }, now);
    counts[outcome === 'granted' ? 'granted' : 'had'] += 1;
    if (isNewReader) counts.created += 1;
  }
  const { granted, had, created } = counts;
  console.log(
    `Lectures offertes : ${granted}, dont à de nouveaux comptes : ${created} ; offertes avant déjà : ${had}.`,
  );
}

async function confirmed(): Promise<boolean> {
  if (values.yes === true) return true;
  if (!process.stdin.isTTY) throw new Error('ajouter --yes pour importer sans confirmation');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Importer ? (oui ou non) ');
  terminal.close();
  return /^o(ui)?$/i.test(answer.trim());
}

function addressGiven(): string {
  const address = readAddress(subject);
  if (address === null) throw new Error(`« ${subject} » n’est pas une adresse`);
  return address;
}

/** Whether somebody paid with that address and has not signed in since. */
async function claims(address: string): Promise<boolean> {
  const order = await query
    .selectFrom('orders')
    .select('id')
    .where('claimed_address', '=', address)
    .where('paid_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return order !== undefined;
}

function houseOf(): House {
  const editorial = openEditorial(join(config.dataDir, 'content.db'));
  const { name, publisher } = editorial.site();
  editorial.close();
  return { name, siteUrl, address: publisher.address };
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count > 1 ? 's' : ''}`;
}

/** The day before the instant at which it ends. */
function lastDay(until: string): string {
  return fr.shortDay(new Date(Date.parse(until) - 1000).toISOString());
}
