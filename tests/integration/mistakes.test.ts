import { expect, test } from 'vitest';
import { formatIssue } from '../../src/publishing/publishing.ts';
import {
  article,
  interview,
  letter,
  publishFolder,
  temporaryFolder,
  validContent,
  writeFiles,
} from '../content-folder.ts';

type Files = Record<string, string | null>;

/** What an editor reads after saving `files` over a folder that had no mistake. */
async function mistakes(files: Files): Promise<string> {
  using folder = temporaryFolder();
  writeFiles(folder.dir, { ...validContent(), ...files });
  const result = await publishFolder(folder.dir, { check: true });
  return result.ok ? '' : result.issues.map(formatIssue).join('\n');
}

const body = (text: string): Files => ({ 'content/articles/2026/un-article.mdx': article({}, text) });

const questions = (ids: string[]): Files => ({
  'content/interviews/jeanne-martin.mdx': interview(
    {},
    ids.map((id) => `<Question id="${id}" />\n\nRéponse.`).join('\n\n'),
  ),
});

test('content without a mistake says nothing', async () => {
  expect(await mistakes({})).toBe('');
});

test('a missing key', async () => {
  expect(await mistakes({ 'content/articles/2026/un-article.mdx': article({ title: null }) })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:2 title — cette clé obligatoire manque ; écrivez title: de 5 à 110 caractères"`,
  );
});

test('a misspelt key', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ standfrist: 'Un chapeau' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 standfrist — la clé « standfrist » n’existe pas ici ; écrivez « standfirst »"`,
  );
});

test('a title too long', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ title: 'a'.repeat(120) }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:3 title — 120 caractères, il en faut au plus 110 ; raccourcissez de 10 caractères"`,
  );
});

test('a standfirst too short', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ standfirst: 'Trop court.' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:4 standfirst — 11 caractères, il en faut au moins 60 ; allongez de 49 caractères"`,
  );
});

test('a date that is not in the calendar', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ publishedAt: '2026-02-30' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:5 publishedAt — « 2026-02-30 » n’est pas une date du calendrier ; écrivez aaaa-mm-jj ou aaaa-mm-jjThh:mm, heure de Paris"`,
  );
});

test('a date in another order', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ publishedAt: '30/11/2026' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:5 publishedAt — « 30/11/2026 » n’est pas une date du calendrier ; écrivez aaaa-mm-jj ou aaaa-mm-jjThh:mm, heure de Paris"`,
  );
});

test('an unknown genre', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ genre: 'analisys' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:9 genre — « analisys » n’est pas une valeur permise ; écrivez « analysis »"`,
  );
});

test('an unknown status', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ status: 'publié' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:6 status — « publié » n’est pas une valeur permise ; valeurs possibles : draft, review, ready, withdrawn"`,
  );
});

test('an unknown access', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ access: 'subscriber' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:7 access — « subscriber » n’est pas une valeur permise ; écrivez « subscribers »"`,
  );
});

test('no theme', async () => {
  expect(await mistakes({ 'content/articles/2026/un-article.mdx': article({ themes: '[]' }) })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:8 themes — cette liste est vide ; écrivez themes: [ecoute]"`,
  );
});

test('a theme that does not exist', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ themes: '[ecoutte]' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:8 themes[1] — le thème « ecoutte » n’existe pas dans themes/ ; écrivez « ecoute »"`,
  );
});

test('an author who does not exist', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ authors: '[paul-durant]' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 authors[1] — « paul-durant » n’existe ni dans people/ ni dans organisations/ ; écrivez « paul-durand »"`,
  );
});

test('a text where a list is wanted', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ authors: 'paul-durand' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 authors — « paul-durand » n’est pas une liste ; écrivez authors: [paul-durand]"`,
  );
});

test('a piece to read also that does not exist', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ readAlso: '[letters/une-letre]' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 readAlso[1] — la pièce « letters/une-letre » n’existe pas ; écrivez « letters/une-lettre »"`,
  );
});

test('an invalid uid', async () => {
  expect(await mistakes({ 'content/articles/2026/un-article.mdx': article({ uid: 'A1' }) })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:2 uid — « A1 » n’est pas un uid ; écrivez de 6 à 40 lettres minuscules, chiffres ou tirets, par exemple art-2026-0042"`,
  );
});

test('a uid used twice', async () => {
  expect(await mistakes({ 'content/articles/2026/autre.mdx': article() })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:2 uid — l’uid « art-000001 » est déjà celui de content/articles/2026/autre.mdx ; donnez un uid neuf à la pièce la plus récente"`,
  );
});

test('a slug used twice', async () => {
  expect(
    await mistakes({ 'content/articles/2025/un-article.mdx': article({ uid: 'art-000002' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:1 nom du fichier — « articles/un-article » est déjà le nom de content/articles/2025/un-article.mdx ; renommez l’un des deux"`,
  );
});

test('a study without its record', async () => {
  expect(await mistakes({ 'content/articles/2026/un-article.mdx': article({ genre: 'study' }) })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:2 study — un article de genre study commente une étude ; ajoutez study: avec l’identifiant de l’étude"`,
  );
});

test('a study that does not exist', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ genre: 'study', study: 'barometr' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 study — l’étude « barometr » n’existe pas dans studies/ ; écrivez « barometre »"`,
  );
});

test('an update before the publication', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ updatedAt: '2026-10-01' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 updatedAt — la mise à jour précède la publication ; corrigez l’une des deux dates"`,
  );
});

test('a correction in the future', async () => {
  expect(
    await mistakes({
      'content/articles/2026/un-article.mdx': article({
        corrections: '[{ date: 2027-01-01, kind: correction, text: Une erreur }]',
      }),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 corrections[1].date — cette correction est dans l’avenir ; écrivez le jour où elle a été faite"`,
  );
});

test('a picture without alt', async () => {
  expect(
    await mistakes({
      'content/articles/2026/un-article.mdx': article({ image: '{ src: ./a.jpg, alt: "", credit: X }' }),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 image.alt — le texte de remplacement est vide ; décrivez l’image, ou ajoutez decorative: true si elle ne dit rien"`,
  );
});

test('a picture without credit', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ image: '{ src: ./a.jpg, alt: Un guichet }' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 image.credit — cette clé obligatoire manque ; écrivez credit: le nom de l’auteur de l’image"`,
  );
});

test('a picture that is not there', async () => {
  expect(
    await mistakes({
      'content/articles/2026/un-article.mdx': article({ image: '{ src: ./a.jpg, alt: Un guichet, credit: X }' }),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 image.src — l’image « ./a.jpg » est introuvable ; vérifiez son nom ou copiez-la à côté du texte"`,
  );
});

test('a picture out of the folder', async () => {
  expect(
    await mistakes({
      'content/articles/2026/un-article.mdx': article({ image: '{ src: ../../../a.jpg, alt: Un guichet, credit: X }' }),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 image.src — l’image « ../../../a.jpg » est hors du dossier content ; copiez-la à côté du texte"`,
  );
});

test('a picture that is no picture', async () => {
  expect(
    await mistakes({
      'content/articles/2026/a.jpg': 'pas une image',
      'content/articles/2026/un-article.mdx': article({ image: '{ src: ./a.jpg, alt: Un guichet, credit: X }' }),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 image.src — cette image est illisible ou trop grande ; enregistrez-la en JPEG, 50 millions de pixels au plus"`,
  );
});

test('an SVG picture', async () => {
  expect(
    await mistakes({
      'content/articles/2026/a.svg': '<svg/>',
      'content/articles/2026/un-article.mdx': article({ image: '{ src: ./a.svg, alt: Un guichet, credit: X }' }),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 image.src — le format « .svg » est refusé ; enregistrez l’image en JPEG, PNG, WebP ou AVIF"`,
  );
});

test('a former address that is a page', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ formerUrls: '[/articles]' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 formerUrls[1] — /articles est une page du site ; retirez-la"`,
  );
});

test('no front matter', async () => {
  expect(await mistakes({ 'content/articles/2026/un-article.mdx': 'Du texte seulement.' })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:1 --- — l’en-tête manque ou n’est pas refermé ; entourez-le de deux lignes ---"`,
  );
});

test('YAML with an unclosed quote', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ title: '"Un titre' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:3 YAML — un guillemet, un crochet ou une accolade n’est pas refermé ; refermez-le"`,
  );
});

test('YAML with a key twice', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article().replace('genre:', 'title: Deux\ngenre:') }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:9 YAML — cette clé est écrite deux fois ; gardez-en une seule"`,
  );
});

test('YAML with an alias', async () => {
  expect(await mistakes({ 'content/themes/ecoute.yaml': 'name: &n Un\ndefinition: *n\n' })).toMatchInlineSnapshot(`
    "content/themes/ecoute.yaml:1 YAML — les ancres (&) et les alias (*) sont refusés ; recopiez la valeur
    content/themes/ecoute.yaml:2 YAML — les ancres (&) et les alias (*) sont refusés ; recopiez la valeur"
  `);
});

test('an import', async () => {
  expect(await mistakes(body('import x from "y"'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 corps — import et export sont refusés ; supprimez cette ligne : un article n’est pas un programme"`,
  );
});

test('an expression', async () => {
  expect(await mistakes(body('Bonjour {prenom}.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 corps — l’expression {prenom} est refusée ; écrivez \\{ pour afficher une accolade"`,
  );
});

test('an open brace', async () => {
  expect(await mistakes(body('Une accolade { seule.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 corps — une accolade { ouvre une expression ; écrivez \\{ pour l’afficher"`,
  );
});

test('a sign taken for a tag', async () => {
  expect(await mistakes(body('Il attend <5 minutes.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 corps — le signe < est pris pour une balise ; écrivez &lt; pour l’afficher"`,
  );
});

test('an HTML comment', async () => {
  expect(await mistakes(body('<!-- note -->'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 corps — un commentaire HTML est refusé ; écrivez {/* votre note */}"`,
  );
});

test('an HTML tag', async () => {
  expect(await mistakes(body('Un <em>mot</em>.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <em> — les balises HTML sont refusées ; écrivez *mot*"`,
  );
});

test('an unknown component', async () => {
  expect(await mistakes(body('<Quote>Oui</Quote>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Quote> — cet élément n’existe pas ; écrivez « PullQuote »"`,
  );
});

test('a component left open', async () => {
  expect(await mistakes(body('<Note>\n\nTexte.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Note> — cet élément n’est pas refermé ; ajoutez </Note>"`,
  );
});

test('a component closed by another name', async () => {
  expect(await mistakes(body('<Note>\n\nTexte.\n\n</Definition>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:16 </Definition> — cette fermeture ne correspond pas à <Note> ; écrivez </Note>"`,
  );
});

test('an unknown attribute', async () => {
  expect(await mistakes(body('<Note titre="A">\n\nTexte.\n\n</Note>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Note> — l’attribut « titre » n’existe pas ici ; écrivez « title »"`,
  );
});

test('a missing attribute', async () => {
  expect(await mistakes(body('<Definition>\n\nTexte.\n\n</Definition>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Definition> — il manque l’attribut term ; ajoutez term="…""`,
  );
});

test('an attribute in braces', async () => {
  expect(await mistakes(body('<Note title={1}>\n\nTexte.\n\n</Note>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Note> — la valeur de title n’est pas un texte simple ; écrivez title="…", sans accolades"`,
  );
});

test('an empty component', async () => {
  expect(await mistakes(body('<Note></Note>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Note> — cet élément est vide ; écrivez son texte entre l’ouverture et la fermeture, ou supprimez-le"`,
  );
});

test('a component inside a sentence', async () => {
  expect(await mistakes(body('Un mot <PullQuote>ici</PullQuote> là.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <PullQuote> — cet élément est au milieu d’une phrase ; mettez-le seul sur sa ligne, entre deux lignes vides"`,
  );
});

test('a marker inside another component', async () => {
  expect(await mistakes(body('<Note>\n\n<Paywall />\n\n</Note>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:14 <Paywall> — cet élément est à l’intérieur d’un autre ; mettez-le seul sur sa ligne, hors de tout autre élément"`,
  );
});

test('a suggestion of an unknown kind', async () => {
  expect(await mistakes(body('<Suggestion kind="livre" title="A">\n\nTexte.\n\n</Suggestion>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Suggestion> — « livre » n’est pas une valeur de kind ; valeurs possibles : book, film, record, place, site"`,
  );
});

test('a figure without credit', async () => {
  expect(await mistakes(body('<Figure src="./a.jpg" alt="Un guichet" />'))).toMatchInlineSnapshot(`
    "content/articles/2026/un-article.mdx:12 <Figure> — il manque l’attribut credit ; ajoutez credit="…"
    content/articles/2026/un-article.mdx:12 <Figure> — l’image « ./a.jpg » est introuvable ; vérifiez son nom ou copiez-la à côté du texte"
  `);
});

test('a Markdown picture', async () => {
  expect(await mistakes(body('![Un guichet](a.jpg)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 image — une image Markdown n’a pas de crédit ; écrivez <Figure src="…" alt="…" credit="…" />"`,
  );
});

test('a key figure of an unknown study', async () => {
  expect(await mistakes(body('<KeyFigure study="barometr" id="attente" />'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <KeyFigure> — l’étude « barometr » n’existe pas ; écrivez « barometre »"`,
  );
});

test('an unknown key figure', async () => {
  expect(await mistakes(body('<KeyFigure study="barometre" id="atente" />'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <KeyFigure> — le chiffre « atente » n’est pas dans l’étude « barometre » ; écrivez « attente »"`,
  );
});

test('a chart of an unknown figure', async () => {
  expect(await mistakes(body('<Chart study="barometre" figures="attente,rapel" />'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Chart> — le chiffre « rapel » n’est pas dans l’étude « barometre » ; écrivez « rappel »"`,
  );
});

test('a dialogue without lines', async () => {
  expect(await mistakes(body('<Dialogue>\n\nBonjour.\n\n</Dialogue>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Dialogue> — un dialogue ne contient que des répliques ; écrivez <Line who="…">…</Line>, une par ligne"`,
  );
});

test('a line out of a dialogue', async () => {
  expect(await mistakes(body('<Line who="A">Bonjour.</Line>'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Line> — cet élément ne va que dans <Dialogue> ; entourez-le de <Dialogue> et </Dialogue>"`,
  );
});

test('a question in an article', async () => {
  expect(await mistakes(body('<Question id="qui" />'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Question> — cet élément n’a de sens que dans un entretien ; supprimez-le"`,
  );
});

test('a title of level 1', async () => {
  expect(await mistakes(body('# Titre'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 # — le titre de niveau 1 est celui de la page ; écrivez ## pour un intertitre"`,
  );
});

test('a link to a script', async () => {
  expect(await mistakes(body('[ici](javascript:alert)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 […](javascript:alert) — un lien javascript: est refusé ; écrivez une adresse en https://"`,
  );
});

test('a relative link', async () => {
  expect(await mistakes(body('[ici](autre)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 […](autre) — cette adresse n’est ni complète ni depuis la racine ; écrivez /articles/nom/ ou https://…"`,
  );
});

test('a dead internal link', async () => {
  expect(await mistakes(body('[ici](/articles/un-articel/)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 […](/articles/un-articel/) — la page /articles/un-articel/ n’existe pas ; écrivez « /articles/un-article/ »"`,
  );
});

test('a link without its last slash', async () => {
  expect(await mistakes(body('[ici](/articles/un-article)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 […](/articles/un-article) — il manque la barre finale ; écrivez /articles/un-article/"`,
  );
});

test('a link with our own host', async () => {
  expect(await mistakes(body('[ici](https://www.verbatim.example/articles/un-article/)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 […](https://www.verbatim.example/articles/un-article/) — ce lien vers notre site porte notre nom de domaine ; écrivez /articles/un-article/"`,
  );
});

test('a dead anchor', async () => {
  expect(await mistakes(body('## Le prix\n\n[ici](#le-pris)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:14 […](#le-pris) — cette ancre n’existe pas dans le texte ; écrivez « le-prix »"`,
  );
});

test('a note that is not written', async () => {
  expect(await mistakes(body('Un mot[^1].'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 [^1] — cette note est appelée mais n’est pas écrite ; ajoutez [^1]: … à la fin"`,
  );
});

test('a note that is not called', async () => {
  expect(await mistakes(body('Un mot.\n\n[^1]: Une note.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:14 [^1] — cette note n’est appelée nulle part ; placez [^1] dans le texte ou supprimez la note"`,
  );
});

test('an empty body', async () => {
  expect(await mistakes(body(''))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:11 corps — le texte est vide ; écrivez le texte sous le second ---"`,
  );
});

test('a wall in a public piece', async () => {
  expect(await mistakes(body('Un.\n\n<Paywall />\n\nDeux.'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:14 <Paywall> — cette pièce est publique ; supprimez <Paywall /> ou écrivez access: subscribers"`,
  );
});

test('two walls', async () => {
  expect(
    await mistakes({
      'content/articles/2026/un-article.mdx': article(
        { access: 'subscribers' },
        'Un.\n\n<Paywall />\n\nDeux.\n\n<Paywall />\n\nTrois.',
      ),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:18 <Paywall> — ce texte est coupé deux fois ; gardez un seul <Paywall />"`,
  );
});

test('a wall with nothing behind it', async () => {
  expect(
    await mistakes({
      'content/articles/2026/un-article.mdx': article({ access: 'subscribers' }, 'Un.\n\n<Paywall />'),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:14 <Paywall> — rien ne suit la coupe ; placez <Paywall /> avant la partie réservée"`,
  );
});

test('a sold figure in an open part', async () => {
  expect(
    await mistakes({
      'content/studies/barometre.yaml': validContent()['content/studies/barometre.yaml']!.replace(
        'public',
        'subscribers',
      ),
      ...body('<KeyFigure study="barometre" id="attente" />'),
    }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <KeyFigure> — l’étude « barometre » est réservée aux abonnés et ce passage est ouvert à tous ; placez l’élément après <Paywall /> ou écrivez access: public dans l’étude"`,
  );
});

test('a missing question', async () => {
  expect(await mistakes(questions(['qui', 'sens', 'anecdote']))).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:14 <Question> — la question « evolution » manque ; ajoutez <Question id="evolution" /> et sa réponse"`,
  );
});

test('questions in another order', async () => {
  expect(await mistakes(questions(['sens', 'qui', 'evolution', 'anecdote']))).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:19 <Question> — la question « qui » vient après « sens » ; ordre : qui, sens, evolution, anecdote"`,
  );
});

test('a question asked twice', async () => {
  expect(await mistakes(questions(['qui', 'sens', 'sens', 'evolution', 'anecdote']))).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:23 <Question> — la question « sens » est posée deux fois ; gardez-en une seule"`,
  );
});

test('an unknown question', async () => {
  expect(await mistakes(questions(['qui', 'sens', 'evolutions', 'evolution', 'anecdote']))).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:23 <Question> — la question « evolutions » n’est pas au questionnaire ; écrivez « evolution »"`,
  );
});

test('a question without an answer', async () => {
  expect(
    await mistakes({ 'content/interviews/jeanne-martin.mdx': interview().replace('Réponse à sens.', '') }),
  ).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:21 <Question> — cette question n’a pas de réponse ; écrivez la réponse sous la question"`,
  );
});

test('a wording that is no known variant', async () => {
  expect(
    await mistakes({
      'content/interviews/jeanne-martin.mdx': interview().replace(
        '<Question id="sens" />',
        '<Question id="sens">Et le sens ?</Question>',
      ),
    }),
  ).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:21 <Question> — « Et le sens ? » n’est pas une variante connue ; ajoutez-la aux variants du questionnaire ou reprenez une variante"`,
  );
});

test('a follow-up before any question', async () => {
  expect(
    await mistakes({
      'content/interviews/jeanne-martin.mdx': interview().replace(
        'Une introduction.',
        '<FollowUp>Et alors ?</FollowUp>',
      ),
    }),
  ).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:15 <FollowUp> — cette relance est hors d’une réponse ; placez-la sous la question qu’elle prolonge"`,
  );
});

test('a translated interview without its translator', async () => {
  expect(
    await mistakes({ 'content/interviews/jeanne-martin.mdx': interview({ language: 'en' }) }),
  ).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:2 translator — un entretien traduit nomme son traducteur ; ajoutez translator: avec l’identifiant d’une personne"`,
  );
});

test('a guest who does not exist', async () => {
  expect(
    await mistakes({ 'content/interviews/jeanne-martin.mdx': interview({ guest: 'jeanne-martain' }) }),
  ).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:9 guest — la personne « jeanne-martain » n’existe pas dans people/ ; écrivez « jeanne-martin »"`,
  );
});

test('a letter that replies to nothing', async () => {
  expect(await mistakes({ 'content/letters/une-lettre.mdx': letter({ repliesTo: '[]' }) })).toMatchInlineSnapshot(
    `"content/letters/une-lettre.mdx:15 repliesTo — cette liste est vide ; écrivez repliesTo: [articles/nom-de-l-article]"`,
  );
});

test('a letter that replies to what does not exist', async () => {
  expect(
    await mistakes({ 'content/letters/une-lettre.mdx': letter({ repliesTo: '[articles/un-articl]' }) }),
  ).toMatchInlineSnapshot(
    `"content/letters/une-lettre.mdx:15 repliesTo[1] — la pièce « articles/un-articl » n’existe pas ; écrivez « articles/un-article »"`,
  );
});

test('an extract that is not in an open part', async () => {
  expect(
    await mistakes({
      'content/editions/2026-11-02.mdx':
        '---\nextracts:\n  - { from: articles/un-article, quote: "Un troisième paragraphe" }\n---\n\nBonjour.\n',
    }),
  ).toMatchInlineSnapshot(
    `"content/editions/2026-11-02.mdx:3 extracts[1].quote — cet extrait n’est pas dans la partie ouverte de articles/un-article ; recopiez mot pour mot un passage ouvert"`,
  );
});

test('an edition without a date', async () => {
  expect(
    await mistakes({ 'content/editions/lundi.mdx': '---\nsubject: Lundi\n---\n\nBonjour.\n' }),
  ).toMatchInlineSnapshot(
    `"content/editions/lundi.mdx:1 nom du fichier — le nom d’une édition est sa date ; renommez-le aaaa-mm-jj.mdx"`,
  );
});

test('an edition of a day that is not in the calendar', async () => {
  const edition = '---\nsubject: Non\n---\n\nBonjour.\n';
  expect(await mistakes({ 'content/editions/2026-02-30.mdx': edition })).toMatchInlineSnapshot(
    `"content/editions/2026-02-30.mdx:1 nom du fichier — le nom d’une édition est sa date ; renommez-le aaaa-mm-jj.mdx"`,
  );
});

test('an empty legal fact', async () => {
  expect(
    await mistakes({
      'content/site.yaml': validContent()['content/site.yaml']!.replace('director: Anne Exemple', 'director: ""'),
    }),
  ).toMatchInlineSnapshot(
    `"content/site.yaml:10 publisher.director — ce texte est vide ; remplissez-le ou retirez la clé"`,
  );
});

test('a file name with capitals', async () => {
  expect(await mistakes({ 'content/articles/2026/Été.mdx': article({ uid: 'art-000002' }) })).toMatchInlineSnapshot(
    `"content/articles/2026/Été.mdx:1 nom du fichier — « Été » n’a pas que des minuscules sans accent, des chiffres et des tirets ; renommez-le ete.mdx"`,
  );
});

test('a reserved file name', async () => {
  expect(await mistakes({ 'content/articles/2026/page.mdx': article({ uid: 'art-000002' }) })).toMatchInlineSnapshot(
    `"content/articles/2026/page.mdx:1 nom du fichier — « page » est le nom d’une page du site ; renommez-le page-2.mdx"`,
  );
});

test('an unknown folder', async () => {
  expect(await mistakes({ 'content/article/un.mdx': article({ uid: 'art-000002' }) })).toMatchInlineSnapshot(
    `"content/article/un.mdx:1 nom du fichier — le dossier « article » n’attend pas ce fichier ; écrivez « articles »"`,
  );
});

test('a Markdown file', async () => {
  expect(await mistakes({ 'content/articles/2026/un.md': article({ uid: 'art-000002' }) })).toMatchInlineSnapshot(
    `"content/articles/2026/un.md:1 nom du fichier — « un.md » n’est pas un fichier .mdx ; renommez-le un.mdx"`,
  );
});

test('a missing site.yaml', async () => {
  expect(await mistakes({ 'content/site.yaml': null })).toMatchInlineSnapshot(
    `"content/site.yaml:1 site.yaml — ce fichier manque ; créez-le"`,
  );
});

test('a figure used twice in a study', async () => {
  expect(
    await mistakes({
      'content/studies/barometre.yaml': validContent()['content/studies/barometre.yaml']!.replace('rappel', 'attente'),
    }),
  ).toMatchInlineSnapshot(
    `"content/studies/barometre.yaml:10 figures[2].id — « attente » est déjà pris ; donnez un autre id"`,
  );
});

test('a theme twice', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ themes: '[ecoute, ecoute]' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:8 themes — un nom est écrit deux fois ; gardez-le une fois"`,
  );
});

test('a piece that sends to itself', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ readAlso: '[articles/un-article]' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 readAlso — ce texte renvoie à lui-même ; retirez-le de la liste"`,
  );
});

test('an id that a person and an organisation share', async () => {
  expect(
    await mistakes({ 'content/organisations/paul-durand.yaml': 'name: Paul Durand SARL\n' }),
  ).toMatchInlineSnapshot(
    `"content/people/paul-durand.yaml:1 nom du fichier — « paul-durand » est aussi le nom de content/organisations/paul-durand.yaml, et l’un ou l’autre peut signer ; renommez l’un des deux"`,
  );
});

test('a number where a text is wanted', async () => {
  expect(
    await mistakes({ 'content/articles/2026/un-article.mdx': article({ shortTitle: '1984' }) }),
  ).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 shortTitle — « 1984 » est un nombre ; écrivez shortTitle: "1984", entre guillemets"`,
  );
});

test('a key left empty', async () => {
  expect(await mistakes({ 'content/articles/2026/un-article.mdx': article({ shortTitle: '' }) })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:10 shortTitle — cette clé est vide ; remplissez-la ou retirez-la"`,
  );
});

test('a decimal comma', async () => {
  const study = (validContent()['content/studies/barometre.yaml'] ?? '').replace('12.5', '"12,5"');
  expect(await mistakes({ 'content/studies/barometre.yaml': study })).toMatchInlineSnapshot(
    `"content/studies/barometre.yaml:10 figures[2].value — « 12,5 » n’est pas un nombre ; écrivez 12.5, avec un point"`,
  );
});

test('a negative figure in a chart', async () => {
  const study = (validContent()['content/studies/barometre.yaml'] ?? '').replace('12.5', '-12.5');
  const files = { 'content/studies/barometre.yaml': study, ...body('<Chart study="barometre" figures="rappel" />') };
  expect(await mistakes(files)).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 <Chart> — le chiffre « rappel » est négatif ; retirez-le du graphique : ses barres partent de zéro"`,
  );
});

test('an introduction that does not open the letter', async () => {
  const text = 'Le corps.\n\n<Introduction>\n\nLe mot de la rédaction.\n\n</Introduction>';
  expect(await mistakes({ 'content/letters/une-lettre.mdx': letter({}, text) })).toMatchInlineSnapshot(
    `"content/letters/une-lettre.mdx:20 <Introduction> — l’introduction n’ouvre pas la lettre ; placez-la en tête, avant le premier paragraphe"`,
  );
});

test('an empty body in a file with Windows line ends', async () => {
  const text = article({}, '').replaceAll('\n', '\r\n');
  expect(await mistakes({ 'content/articles/2026/un-article.mdx': text })).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:11 corps — le texte est vide ; écrivez le texte sous le second ---"`,
  );
});

test('a link to a section without its last slash', async () => {
  expect(await mistakes(body('[ici](/articles)'))).toMatchInlineSnapshot(
    `"content/articles/2026/un-article.mdx:12 […](/articles) — il manque la barre finale ; écrivez /articles/"`,
  );
});

test('every mistake of every file in one run, sorted by file and line', async () => {
  const text = await mistakes({
    'content/letters/une-lettre.mdx': letter({ sender: null, title: 'Oh' }),
    ...body('# Un\n\n![a](b.png)'),
  });
  expect(text).toMatchInlineSnapshot(`
    "content/articles/2026/un-article.mdx:12 # — le titre de niveau 1 est celui de la page ; écrivez ## pour un intertitre
    content/articles/2026/un-article.mdx:14 image — une image Markdown n’a pas de crédit ; écrivez <Figure src="…" alt="…" credit="…" />
    content/letters/une-lettre.mdx:2 sender — cette clé obligatoire manque ; écrivez sender: une valeur
    content/letters/une-lettre.mdx:3 title — 2 caractères, il en faut au moins 5 ; allongez de 3 caractères"
  `);
});

test('a letter that replies to an edition that does not exist', async () => {
  const files = {
    'content/editions/2026-11-02.mdx': '---\nsubject: Lundi\n---\n\nBonjour.\n',
    'content/letters/une-lettre.mdx': letter({ repliesTo: '[editions/2026-11-03]' }),
  };
  expect(await mistakes(files)).toMatchInlineSnapshot(
    `"content/letters/une-lettre.mdx:15 repliesTo[1] — l’édition « editions/2026-11-03 » n’existe pas ; écrivez « editions/2026-11-02 »"`,
  );
});

test('a letter that replies to a day', async () => {
  expect(
    await mistakes({ 'content/letters/une-lettre.mdx': letter({ repliesTo: '[2026-11-03]' }) }),
  ).toMatchInlineSnapshot(
    `"content/letters/une-lettre.mdx:15 repliesTo[1] — « 2026-11-03 » n’a pas la forme attendue ; écrivez repliesTo: [articles/nom-de-l-article]"`,
  );
});

test('two interviews of a questionnaire with one number', async () => {
  const files = {
    'content/interviews/jeanne-martin.mdx': interview({ number: '12' }),
    'content/interviews/jeanne-martin-2.mdx': interview({ number: '12', uid: 'int-000002', status: 'draft' }),
  };
  expect(await mistakes(files)).toMatchInlineSnapshot(
    `"content/interviews/jeanne-martin.mdx:13 number — le nº 12 de ce questionnaire est déjà à content/interviews/jeanne-martin-2.mdx ; donnez à chaque entretien son numéro"`,
  );
});

test('two questions with one address', async () => {
  const file = 'content/questionnaires/sens-du-client.yaml';
  const questions = validContent()[file] ?? '';
  const files = {
    [file]: questions.replace('slug: anecdote', 'slug: evolution'),
    'content/questionnaires/autre.yaml': questions.replaceAll('slug: ', 'slug: autre-').replace('autre-qui', 'qui'),
  };
  expect(await mistakes(files)).toMatchInlineSnapshot(`
    "content/questionnaires/sens-du-client.yaml:1 questions — « qui-etes-vous » est déjà l’adresse d’une question de content/questionnaires/autre.yaml ; donnez un autre slug
    content/questionnaires/sens-du-client.yaml:5 questions[4].slug — « evolution » est déjà pris ; donnez un autre slug"
  `);
});
