/** What readers type, and the pieces that answer: all of `wanted` are to be among the first five. */
export interface LabelledQuery {
  query: string;
  wanted: string[];
  why: string;
}

const ask = (why: string, pairs: Record<string, string | string[]>): LabelledQuery[] =>
  Object.entries(pairs).map(([query, wanted]) => ({ query, wanted: [wanted].flat(), why }));

/** Over the sample magazine in `content/`; answered by open parts. */
export const MAGAZINE_QUERIES: LabelledQuery[] = [
  ...ask('accents missing', {
    'resilier en ligne': 'articles/resilier-en-trois-clics',
    'barometre de l attente': ['articles/attendre-n-est-pas-le-pire', 'studies/barometre-attente-2026'],
    'ecrire la plainte de l autre': 'interviews/desire-nkoulou',
    'Remi Castagnol': 'interviews/remi-castagnol',
    'sparadrap sur l ecran': 'letters/la-balance-du-poissonnier',
    'theatre souffleuse': 'interviews/sylvaine-prat',
  }),
  ...ask('plurals and feminines', {
    'salle d’attentes': 'letters/mon-cabinet-a-sept-chaises',
    paludier: 'articles/les-pieds-dans-le-sel',
    hérissons: ['articles/pour-le-retablissement-de-la-case-autre', 'letters/les-six-motifs-de-ma-tablette'],
    'boulangère merci': 'articles/le-merci-de-onze-heures',
    ascensoristes: 'articles/le-manuel-de-l-ascensoriste',
    'case supprimée des formulaires': 'articles/pour-le-retablissement-de-la-case-autre',
  }),
  ...ask('verbs in any form', {
    'débrancher un serveur vocal': 'articles/wattelin-debranche-son-serveur-vocal',
    'sourire imposé aux guichets': 'letters/le-prospectus-de-la-mairie',
    'les caissiers comptaient': 'articles/la-carte-et-le-caissier',
    'répéter la phrase du client': 'interviews/odile-marchesseau',
    'déconseiller un poisson': 'interviews/yann-le-floch',
    'annoncer un retard': 'interviews/bakary-sissoko',
  }),
  ...ask('elisions', {
    'l’ascensoriste': 'articles/le-manuel-de-l-ascensoriste',
    'qu’est-ce qu’une bonne excuse': 'articles/cinq-criteres-pour-une-bonne-excuse',
    'd’autoroute toilettes': 'articles/la-borne-et-le-sourire',
    lascensoriste: 'articles/le-manuel-de-l-ascensoriste',
    'aire dautoroute': 'articles/la-borne-et-le-sourire',
  }),
  ...ask('hyphens and numbers', {
    'service après-vente': 'articles/ateliers-bourdaine-le-sav-dans-l-atelier',
    'service apres vente chaises': 'articles/ateliers-bourdaine-le-sav-dans-l-atelier',
    'Port-Guérin': 'articles/les-pieds-dans-le-sel',
    'porte guerin sel': 'articles/les-pieds-dans-le-sel',
    '4,8 sur 5': 'articles/la-note-de-quatre-virgule-huit',
    'consigne de caisse n° 4': 'articles/consigne-de-caisse-n-4',
    'note de service 1974': 'articles/note-de-service-1974',
    '2 014 clients': 'articles/attendre-n-est-pas-le-pire',
    '2014 clients interrogés': 'articles/attendre-n-est-pas-le-pire',
  }),
  ...ask('œ', { 'cinq oeuvres pour attendre': 'articles/cinq-facons-d-attendre' }),
  ...ask('names of people', {
    'Odile Marchesseau': 'interviews/odile-marchesseau',
    Nkoulou: 'interviews/desire-nkoulou',
    'Clara Bellandi': 'interviews/clara-bellandi',
    'Margaret Ashdown réclamations': 'interviews/margaret-ashdown',
    'le floch': 'interviews/yann-le-floch',
    'Armelle Tanguy': 'letters/la-balance-du-poissonnier',
  }),
  ...ask('companies and places', {
    Wattelin: 'articles/wattelin-debranche-son-serveur-vocal',
    'Ateliers Bourdaine': 'articles/ateliers-bourdaine-le-sav-dans-l-atelier',
    'supermarchés Rivoire': 'articles/la-carte-et-le-caissier',
    Ravignan: 'articles/sept-regles-de-rayon',
    'Standard Commun': 'articles/standard-partage',
    'gare de Saint-Aubin': ['articles/six-lecons-de-guichet', 'interviews/bakary-sissoko'],
    'Union des comptoirs': 'articles/ce-que-disent-les-comptoirs',
  }),
  ...ask('typing errors', {
    'poissonier baleance': 'interviews/yann-le-floch',
    assenceur: 'articles/le-manuel-de-l-ascensoriste',
    'colis au gardein': 'articles/colis-au-gardien',
    'barometre de latente': 'articles/attendre-n-est-pas-le-pire',
    sténotipiste: 'interviews/odile-marchesseau',
    'mediateurr dunkerke': 'interviews/desire-nkoulou',
    'grammaire dune promese': 'articles/je-vais-voir-ce-que-je-peux-faire',
    'la file au soll': 'articles/la-file-au-sol',
    Bellendi: 'interviews/clara-bellandi',
    quincailerie: 'articles/note-de-service-1974',
  }),
  ...ask('questions in plain French', {
    'qui écrit les phrases d’attente au téléphone ?': 'articles/votre-appel-est-important',
    'comment présenter ses excuses à un client ?': 'articles/cinq-criteres-pour-une-bonne-excuse',
    'pourquoi est-ce si difficile de résilier un contrat ?': 'articles/resilier-en-trois-clics',
    'où finissent les colis remis au destinataire ?': 'articles/colis-au-gardien',
    'est-ce qu’on est poli avec les machines ?': 'articles/parler-a-personne',
    'que faire quand il manque deux euros à la caisse ?': 'articles/consigne-de-caisse-n-4',
    'ai-je le droit de parler à un humain ?': 'articles/le-droit-de-parler-a-quelqu-un',
    'combien vaut une heure passée à expliquer': 'articles/les-pieds-dans-le-sel',
    'qui a dessiné les croix au sol dans les magasins': 'articles/la-file-au-sol',
    'faut-il annoncer la durée d’attente ?': [
      'articles/attendre-n-est-pas-le-pire',
      'letters/mon-cabinet-a-sept-chaises',
    ],
  }),
  ...ask('quoted phrases', {
    '"pas de souci"': 'articles/le-client-qui-disait-pas-de-souci',
    '« votre appel est important »': 'articles/votre-appel-est-important',
    '“je vais voir ce que je peux faire”': 'articles/je-vais-voir-ce-que-je-peux-faire',
    '"trains de nuit"': 'interviews/clara-bellandi',
    '"client absent"': 'letters/les-six-motifs-de-ma-tablette',
  }),
  ...ask('synonyms', {
    'chatbot mairie': 'articles/le-robot-de-la-mairie',
    'SAV chaises': 'articles/ateliers-bourdaine-le-sav-dans-l-atelier',
    'queue par terre': 'articles/la-file-au-sol',
    'enquête sur l’attente': 'articles/attendre-n-est-pas-le-pire',
    'call center durée moyenne': 'articles/la-minute-orpheline',
  }),
];

/** Over the texts of made-corpus.ts. */
export const MADE_QUERIES: LabelledQuery[] = [
  ...ask('accents missing', {
    'electricite vallee d orne': 'articles/cooperative-electricite',
    'teletravail des conseilleres': 'articles/teletravail-conseillers',
    'hopital accueil': 'articles/oeuvre-accueil',
  }),
  ...ask('plurals and feminines', {
    chaudière: 'articles/rendez-vous-manques',
    étagères: 'articles/notices-meubles',
    'mécanicienne vélo': 'articles/tutoiement-enseigne',
    'bac annulé': 'articles/remboursement-billets',
  }),
  ...ask('verbs in any form', {
    'être remboursée': 'articles/remboursement-billets',
    'on vouvoie les clients': 'articles/tutoiement-enseigne',
    'couper l’électricité des abonnés': 'articles/cooperative-electricite',
    'prévenir de son arrivée': 'articles/rendez-vous-manques',
    'rappeler un voyageur sans nouvelle': 'interviews/jeanne-martin',
  }),
  ...ask('elisions and hyphens', {
    'rendez vous': ['articles/rendez-vous-manques', 'articles/oeuvre-accueil'],
    rendezvous: 'articles/rendez-vous-manques',
    coconstruction: 'articles/rendez-vous-manques',
    'co construction': 'articles/rendez-vous-manques',
    'porte parole': 'articles/rendez-vous-manques',
    'télé-travail': 'articles/teletravail-conseillers',
    lergonome: 'articles/notices-meubles',
  }),
  ...ask('œ', {
    oeuvre: 'articles/oeuvre-accueil',
    'OEuvre guichet': 'articles/oeuvre-accueil',
    'coeur du projet': 'articles/oeuvre-accueil',
    cœur: 'articles/oeuvre-accueil',
  }),
  ...ask('names', {
    Quesnoy: 'articles/tutoiement-enseigne',
    'Jeanne Martin': 'interviews/jeanne-martin',
    Berthomieu: 'letters/une-lettre',
    'Sainte-Maroule': 'articles/remboursement-billets',
    'Pendulerie du Doubs': 'letters/une-lettre',
    'aurelien quesnois': 'articles/tutoiement-enseigne',
  }),
  ...ask('typing errors', {
    rembourssement: 'articles/remboursement-billets',
    boulangére: 'articles/boulangerie-file',
    'alexandrin robbot': 'articles/chatbot-poete',
    teletravial: 'articles/teletravail-conseillers',
    violonniste: 'interviews/jeanne-martin',
    huisier: 'articles/cooperative-electricite',
    'serveuze pressée': 'articles/avis-etoiles',
  }),
  ...ask('questions in plain French', {
    'pourquoi ma notice n’a-t-elle pas de texte ?': 'articles/notices-meubles',
    'comment servir un client malentendant ou sourd': 'articles/sourd-comptoir',
    'combien coûte un faux avis ?': 'articles/avis-etoiles',
    'que faire du pain invendu ?': 'articles/prix-pain-dur',
    'qui a retrouvé l’archet de la violoniste ?': 'interviews/jeanne-martin',
  }),
  ...ask('quoted phrases and numbers', {
    '"objets trouvés"': 'interviews/jeanne-martin',
    '"langue des signes"': 'articles/sourd-comptoir',
    '12,5 grammes': 'articles/prix-pain-dur',
    '12.5': 'articles/prix-pain-dur',
    '40 %': 'articles/prix-pain-dur',
  }),
  ...ask('synonyms', {
    chatbot: 'articles/chatbot-poete',
    'serveur vocal': 'articles/chatbot-poete',
    SAV: 'articles/notices-meubles',
    'call center': 'articles/teletravail-conseillers',
    'tarif du pain': 'articles/prix-pain-dur',
    'handicapé au guichet': 'articles/sourd-comptoir',
    'commentaires mensongers': 'articles/avis-etoiles',
  }),
];
