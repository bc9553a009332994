import { article, interview, letter, validContent } from '../content-folder.ts';

/** Short texts of our own, each about one thing, so that a query has its answer. By slug: title, standfirst, body. */
const ARTICLES: Record<string, [title: string, standfirst: string, body: string, more?: Record<string, string>]> = {
  'remboursement-billets': [
    'Rembourser sans discuter : le pari d’une compagnie de bacs',
    'À Sainte-Maroule, un bac annulé est remboursé avant que le passager l’ait demandé. Le caissier y a gagné ses après-midi.',
    `Quand le brouillard retient le bac à quai, les passagers reçoivent leur argent dans l’heure. Personne ne remplit de
formulaire. La directrice a calculé que chaque dossier contesté coûtait onze euros de papier et de colère.

Les marins, eux, redoutaient les fraudeurs. Ils en ont compté quatre en trois ans.`,
  ],
  'boulangerie-file': [
    'La boulangère qui parle à la queue entière',
    'Rue des Tanneurs, une commerçante annonce à voix haute combien de pains restent au four. Les derniers arrivés s’en vont contents.',
    `Elle se tourne vers la file et dit : « Il reste neuf baguettes, la fournée suivante sort à midi. » Les gens qui attendent
décident eux-mêmes. On ne soupire plus devant sa vitrine.

Un sociologue du quartier a chronométré les soupirs. Il en manquait les deux tiers.`,
  ],
  'notices-meubles': [
    'Qui relit les notices de montage ?',
    'Une étagère, quatorze vis, aucune phrase. Nous avons suivi une notice muette de l’usine au salon.',
    `Les dessinateurs n’ont pas droit aux mots : la brochure part dans trente pays. Le service après-vente reçoit ensuite
les coups de fil, et ce sont toujours les mêmes chevilles qui manquent.

L’ergonome a obtenu un verbe, un seul, imprimé sur le carton : « Retournez ».`,
  ],
  'oeuvre-accueil': [
    'L’œuvre accrochée au-dessus du guichet',
    'Un hôpital a remplacé son écran d’accueil par un tableau. Les visiteurs demandent moins souvent leur chemin.',
    `Le cœur du projet tenait en une phrase de l’infirmière : on se repère mieux à une vache bleue qu’à un bâtiment B. Le
peintre a livré sept toiles, une par étage.

Les brancardiers donnent désormais rendez-vous « sous la vache ».`,
  ],
  'teletravail-conseillers': [
    'Conseillers chez eux : six mois de télétravail dans un centre d’appels',
    'Le plateau de Brévannes s’est vidé, les appels ont continué. Les superviseurs écoutent moins et demandent davantage.',
    `On entend parfois un chien, un aspirateur, un enfant qui récite. Les abonnés trouvent cela plus humain, disent-ils. Les
téléopératrices ont obtenu une chaise et un second écran, pas la climatisation.

L’absentéisme a reculé d’un quart.`,
  ],
  'chatbot-poete': [
    'Le robot conversationnel qui répondait en alexandrins',
    'Une régie d’eau a laissé son automate improviser pendant un week-end. Le lundi, il avait convaincu trois mauvais payeurs.',
    `Personne ne sait qui a coché la case. Le logiciel comptait ses syllabes, s’excusait en rimes, proposait des échéanciers.
La direction a débranché la fonction ; deux cents usagers ont écrit pour la regretter.`,
  ],
  'avis-etoiles': [
    'Faux avis, vraies étoiles : dans l’atelier d’un fabricant de commentaires',
    'Il écrit cinquante éloges par jour pour des restaurants où il n’a jamais dîné. Il nous a montré ses brouillons.',
    `Le prix d’une louange tient en centimes. Pour qu’elle paraisse sincère, il y glisse un reproche léger : la serveuse
était pressée, le dessert trop copieux.

Les plateformes en suppriment un sur dix, au hasard selon lui.`,
  ],
  'cooperative-electricite': [
    'Prévenir avant la coupure : une coopérative téléphone à ses abonnés',
    'Avant de couper le courant, l’Électricité de la Vallée d’Orne appelle, puis sonne à la porte.',
    `Les impayés ont diminué de moitié sans un huissier. Le facteur d’énergie, comme on l’appelle, propose d’étaler la dette
sur dix mois. Il boit beaucoup de café.`,
    { organisations: '[vallee-d-orne]' },
  ],
  'tutoiement-enseigne': [
    'Faut-il tutoyer ses clients ?',
    'Une marque de vélos dit « tu » sur ses étiquettes. Ses mécaniciens, eux, continuent de vouvoyer.',
    `Le pronom a coûté quatre réunions. Le mécanicien vouvoie parce qu’il rend des freins, et que la confiance se vouvoie.
L’agence parle de proximité ; l’atelier parle de plaquettes.`,
    { authors: '[aurelien-quesnoy]' },
  ],
  'rendez-vous-manques': [
    'Les rendez-vous manqués d’un réparateur de chaudières',
    'Un créneau de quatre heures, une porte fermée, un avis de passage. L’artisan a fini par donner son numéro.',
    `Depuis qu’il envoie un message vingt minutes avant d’arriver, il ne trouve plus de porte close. Sa comptable appelle
cela de la co-construction ; lui dit qu’il prévient, tout simplement.

Le porte-parole de sa fédération est venu voir.`,
  ],
  'sourd-comptoir': [
    'Au comptoir, un client sourd attend qu’on le regarde',
    'Une mutuelle a formé douze agents à la langue des signes. Le treizième a seulement appris à lever les yeux.',
    `Le handicap ne se voit pas, alors on parle plus fort, de dos, en cherchant un stylo. La formatrice commence par éteindre
la lumière. On comprend vite ce que vaut un visage.`,
  ],
  'prix-pain-dur': [
    'Le prix du pain dur : vendre les invendus sans honte',
    'Une épicière affiche l’âge de ses miches comme d’autres le pourcentage de cacao.',
    `Elle a baissé ses tarifs de 40 % sur ce qui a deux jours et vend tout avant midi. Les retraités préfèrent le rassis,
disent-ils, il se coupe mieux. Chaque soir elle jette 12,5 grammes de miettes par habitant.`,
  ],
};

const INTERVIEWS: Record<string, [title: string, standfirst: string, answers: [string, string, string, string]]> = {
  'jeanne-martin': [
    '« Je rappelle toujours, même pour dire que je n’ai rien »',
    'Jeanne Martin dirige les réclamations d’une compagnie de tramways. Elle tient un carnet de silences.',
    [
      'Je suis arrivée aux tramways par accident : j’avais oublié un parapluie, je suis restée onze ans au bureau des objets trouvés.',
      'C’est rappeler. Même sans solution. Un voyageur sans nouvelles invente le pire, et il a souvent raison.',
      'On mesure la décrochée, jamais la promesse tenue. Les tableaux de bord sont pleins de sonneries.',
      'Une violoniste avait perdu son archet entre deux stations. Un conducteur a refait la ligne à pied, la nuit, avec une lampe frontale.',
    ],
  ],
};

/** A magazine of these texts, in November 2026. */
export function madeCorpus(): Record<string, string> {
  const files: Record<string, string> = {
    ...validContent(),
    'content/themes/ecoute.yaml': 'name: L’écoute\n',
    'content/themes/automates.yaml': 'name: Automates\nsynonyms: [serveur vocal, borne, distributeur]\n',
    'content/people/aurelien-quesnoy.yaml': 'name: Aurélien Quesnoy\n',
    'content/organisations/vallee-d-orne.yaml': 'name: Électricité de la Vallée d’Orne\n',
  };
  for (const [index, [slug, [title, standfirst, body, more = {}]]] of Object.entries(ARTICLES).entries()) {
    const themes = slug === 'chatbot-poete' ? '[automates]' : '[ecoute]';
    files[`content/articles/2026/${slug}.mdx`] = article(
      {
        uid: `mad-${String(index).padStart(6, '0')}`,
        title: `"${title}"`,
        standfirst: `"${standfirst}"`,
        themes,
        ...more,
      },
      body,
    );
  }
  for (const [slug, [title, standfirst, answers]] of Object.entries(INTERVIEWS)) {
    const questions = ['qui', 'sens', 'evolution', 'anecdote'];
    files[`content/interviews/${slug}.mdx`] = interview(
      { uid: 'mad-itw-01', title: `"${title}"`, standfirst: `"${standfirst}"` },
      questions.map((id, index) => `<Question id="${id}" />\n\n${answers[index] ?? ''}`).join('\n\n'),
    );
  }
  files['content/letters/une-lettre.mdx'] = letter(
    {
      title: '« Votre boulangère devrait vendre des horloges »',
      sender: 'Solange Berthomieu',
      senderTitle: 'Horlogère à Besançon',
      signature: 'Solange Berthomieu, Pendulerie du Doubs',
      repliesTo: '[articles/boulangerie-file]',
    },
    'Votre article m’a réjouie. Dans ma pendulerie, le mécanisme dit l’heure ; elle, elle dit le temps qu’il reste.',
  );
  return files;
}
