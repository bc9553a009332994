import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Editorial, openEditorial, type Piece } from '../../src/editorial/editorial.ts';
import { parisDay } from '../../src/time.ts';
import { urls } from '../../src/urls.ts';
import { serveSample, SUBSCRIBER } from './site.ts';
import { listLinksTo, piecesOut, type Visited, walk } from './walk.ts';

/** The magazine that the repository ships, walked as a reader walks it: from la une, link by link. */

let site: Awaited<ReturnType<typeof serveSample>>;
let editorial: Editorial;
let open: Map<string, Visited>;
let whole: Map<string, Visited>;
const now = new Date();

beforeAll(async () => {
  site = await serveSample();
  editorial = openEditorial(path.join(site.dataDir, 'content.db'));
  open = await walk(site, {});
  whole = await walk(site, { cookie: SUBSCRIBER });
}, 120_000);

afterAll(async () => {
  editorial.close();
  await site.stop();
});

/** Where each link of the walked pages leads, as `from -> to`. */
function linksOf(visited: Map<string, Visited>): { from: string; to: string; page: Visited | undefined; id: string }[] {
  return [...visited].flatMap(([from, { links }]) => {
    return links.map((link) => {
      const [address = '', id = ''] = link.split('#');
      return { from, to: link, page: visited.get(address), id: decodeURIComponent(id) };
    });
  });
}

const pieces = (): Piece[] => piecesOut(editorial, now);

/** The pieces that no page among those whose address begins with one of `places` links to. */
function unreached(places: (piece: Piece) => string[]): string[] {
  return pieces().flatMap((piece) => {
    return places(piece)
      .filter((place) => !listLinksTo(open, place, piece.path))
      .map((place) => `${piece.path} is not on ${place}`);
  });
}

test('no link leads nowhere, or to a page that has moved', () => {
  for (const visited of [open, whole]) {
    // The account of nobody leads to the page that makes somebody of them.
    const isFine = (to: string, status?: number) => status === 200 || (to === urls.account() && status === 303);
    const dead = linksOf(visited).filter(({ to, page }) => !isFine(to, page?.status));
    expect(dead.map(({ from, to, page }) => `${from} -> ${to} ${page?.status ?? ''}`)).toEqual([]);
  }
});

test('every anchor is on the page that it leads to', () => {
  for (const visited of [open, whole]) {
    const lost = linksOf(visited).filter(({ id, page }) => id !== '' && page?.status === 200 && !page.ids.has(id));
    expect(lost.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  }
});

test('every piece is reached from la une, link by link', () => {
  expect(pieces().length).toBeGreaterThan(40);
  expect(pieces().filter((piece) => open.get(piece.path)?.status !== 200)).toEqual([]);
});

test('every piece stands in the list of its section', () => {
  expect(unreached((piece) => [urls.list(piece.collection)])).toEqual([]);
});

test('every piece stands in the archive of its month', () => {
  const month = ({ publishedAt }: Piece) => {
    const [year = 0, of] = parisDay(publishedAt).split('-').map(Number);
    return [urls.archive(year, of)];
  };
  expect(unreached(month)).toEqual([]);
});

test('every piece stands on the page of each of its themes', () => {
  expect(pieces().filter(({ themes }) => themes.length === 0)).toEqual([]);
  expect(unreached(({ themes }) => themes.map(({ id }) => urls.gathering('themes', id)))).toEqual([]);
});

test('every piece stands on the page of whoever signs it, asks in it or answers in it', () => {
  const named = (piece: Piece) => {
    const contributors = [...piece.authors, ...(piece.interview?.interviewers ?? [])];
    const pages = contributors.map(({ kind, id }) =>
      urls.gathering(kind === 'person' ? 'people' : 'organisations', id),
    );
    return piece.guest === null ? pages : [...pages, urls.gathering('people', piece.guest.id)];
  };
  expect(unreached(named)).toEqual([]);
});

test('every piece leads on to the pages of its themes and of those who sign it', () => {
  const missing = pieces().flatMap((piece) => {
    const links = open.get(piece.path)?.links ?? [];
    const wanted = [
      ...piece.themes.map(({ id }) => urls.gathering('themes', id)),
      ...piece.authors.map(({ kind, id }) => urls.gathering(kind === 'person' ? 'people' : 'organisations', id)),
    ];
    return wanted.filter((address) => !links.includes(address)).map((address) => `${piece.path} -> ${address}`);
  });
  expect(missing).toEqual([]);
});
