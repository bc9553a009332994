import type { TargetRefusal } from './target.ts';

export type RefusalReason =
  | TargetRefusal
  | 'bad-host'
  | 'bad-request'
  | 'body-not-wanted'
  | 'foreign-origin'
  | 'long-headers'
  | 'method'
  | 'expectation'
  | 'not-found'
  | 'failure'
  | 'too-slow'
  | 'unavailable';

interface Refusal {
  status: number;
  /** What the reader is told. */
  text: string;
}

export const REFUSALS = {
  'malformed-url': { status: 400, text: 'Cette adresse est mal formée.' },
  'long-url': { status: 414, text: 'Cette adresse est trop longue.' },
  'foreign-host': { status: 421, text: 'Cette adresse n’est pas celle de ce site.' },
  'bad-host': { status: 400, text: 'La requête ne nomme pas le site demandé.' },
  'bad-request': { status: 400, text: 'Cette requête est mal formée.' },
  'body-not-wanted': { status: 413, text: 'Cette adresse n’accepte pas de données.' },
  'foreign-origin': { status: 403, text: 'Cette demande ne vient pas d’une page de ce site.' },
  'long-headers': { status: 431, text: 'Les en-têtes de cette requête sont trop longs.' },
  method: { status: 405, text: 'Cette adresse ne se prête pas à cette opération.' },
  expectation: { status: 417, text: 'Cette requête attend une réponse que ce site ne donne pas.' },
  'not-found': { status: 404, text: 'Il n’y a rien à cette adresse.' },
  failure: { status: 500, text: 'Cette page n’a pas pu être préparée. Merci de réessayer dans un instant.' },
  'too-slow': { status: 408, text: 'La requête n’est pas arrivée à temps.' },
  unavailable: { status: 503, text: 'Le site est indisponible. Merci de réessayer dans un instant.' },
} satisfies Record<RefusalReason, Refusal>;

/** A page that stands on nothing, so that it is there when all else fails. */
export function refusalPage(reason: RefusalReason): Buffer {
  const { text } = REFUSALS[reason];
  return Buffer.from(
    `<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n` +
      `<meta name="viewport" content="width=device-width">\n<title>${text}</title>\n</head>\n` +
      `<body>\n<main>\n<h1>${text}</h1>\n<p><a href="/">Retour à la une</a></p>\n</main>\n</body>\n</html>\n`,
  );
}
