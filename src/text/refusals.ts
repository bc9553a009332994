/** What a visitor is told when a request is refused, by reason. */
export const refusals = {
  'malformed-url': 'Cette adresse est mal formée.',
  'long-url': 'Cette adresse est trop longue.',
  'foreign-host': 'Cette adresse n’est pas celle de ce site.',
  'bad-host': 'La requête ne nomme pas le site demandé.',
  'bad-request': 'Cette requête est mal formée.',
  'body-not-wanted': 'Cette adresse n’accepte pas de données.',
  'foreign-origin': 'Cette demande ne vient pas d’une page de ce site.',
  'long-headers': 'Les en-têtes de cette requête sont trop longs.',
  method: 'Cette adresse ne se prête pas à cette opération.',
  expectation: 'Cette requête attend une réponse que ce site ne donne pas.',
  'not-found': 'Il n’y a rien à cette adresse.',
  failure: 'Cette page n’a pas pu être préparée. Merci de réessayer dans un instant.',
  'too-many-searches': 'Trop de recherches à la suite depuis votre réseau. Attendez une minute, puis réessayez.',
  'too-slow': 'La requête n’est pas arrivée à temps.',
  unavailable: 'Le site est indisponible. Merci de réessayer dans un instant.',
} as const;
