import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';
import type { TargetRefusal } from './target.ts';

export type RefusalReason =
  | TargetRefusal
  | 'bad-host'
  | 'bad-request'
  | 'body-not-wanted'
  | 'foreign-origin'
  | 'long-headers'
  | 'long-body'
  | 'not-a-form'
  | 'method'
  | 'expectation'
  | 'not-found'
  | 'failure'
  | 'too-many-searches'
  | 'too-slow'
  | 'unavailable';

/** The status of each refusal. */
export const REFUSALS = {
  'malformed-url': 400,
  'long-url': 414,
  'foreign-host': 421,
  'bad-host': 400,
  'bad-request': 400,
  'body-not-wanted': 413,
  'foreign-origin': 403,
  'long-headers': 431,
  'long-body': 413,
  'not-a-form': 415,
  method: 405,
  expectation: 417,
  'not-found': 404,
  failure: 500,
  'too-many-searches': 429,
  'too-slow': 408,
  unavailable: 503,
} satisfies Record<RefusalReason, number>;

const TEXTS: Record<RefusalReason, string> = fr.refusals;

/** A page that stands on nothing, so that it is there when all else fails. */
export function refusalPage(reason: RefusalReason): Buffer {
  const text = TEXTS[reason];
  return Buffer.from(
    `<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n` +
      `<meta name="viewport" content="width=device-width">\n<title>${text}</title>\n</head>\n` +
      `<body>\n<main>\n<h1>${text}</h1>\n<p><a href="${urls.home()}">${fr.backHome}</a></p>\n</main>\n</body>\n</html>\n`,
  );
}
