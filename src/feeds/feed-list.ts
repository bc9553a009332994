import type { Editorial, PieceCollection } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { element, parent, xmlDocument } from './xml.ts';

/** A feed as a list of feeds names it. */
export interface ListedFeed {
  name: string;
  about: string;
  /** Its address in each format, and the page whose news it tells. */
  formats: { label: string; path: string }[];
  page: string;
}

/** Every feed of the site that is not a person's: those of the magazine, then those of its themes. */
export function feedGroups(editorial: Editorial, now: Date): { magazine: ListedFeed[]; themes: ListedFeed[] } {
  const { names, formats } = fr.feeds;
  const sections = (['articles', 'interviews', 'letters'] satisfies PieceCollection[]).map((collection) => ({
    name: names[collection],
    about: fr.sectionIntros[collection],
    formats: [{ label: formats.rss, path: urls.sectionFeed(collection) }],
    page: urls.list(collection),
  }));
  const all = {
    name: names.all,
    about: fr.feeds.all,
    formats: [
      { label: formats.rss, path: urls.feed() },
      { label: formats.atom, path: urls.atomFeed() },
      { label: formats.json, path: urls.jsonFeed() },
    ],
    page: urls.home(),
  };
  const letter = {
    name: names.letter,
    about: `${fr.feeds.letter} ${fr.feeds.lastLetter}`,
    formats: [
      { label: formats.rss, path: urls.letterFeed() },
      { label: formats.lastAsJson, path: urls.latestLetter() },
    ],
    page: urls.letter(),
  };
  const themes = (editorial.gatherings('themes', 1, now)?.items ?? []).map(({ id, name }) => ({
    name,
    about: fr.feeds.theme(name),
    formats: [{ label: formats.rss, path: urls.gatheringFeed('themes', id) }],
    page: urls.gathering('themes', id),
  }));
  return { magazine: [all, ...sections, letter], themes };
}

/** The RSS feeds of the site as OPML 2.0 (http://opml.org/spec2.opml), which feed readers import at once. */
export function opml(editorial: Editorial, siteUrl: string, now: Date): string {
  const { name } = editorial.site();
  const { magazine, themes } = feedGroups(editorial, now);
  const outlines = [...magazine, ...themes].map((feed) => {
    const path = feed.formats[0]?.path ?? '';
    const text = path === urls.feed() ? name : fr.feeds.titleOf(name, feed.name);
    const addresses = { xmlUrl: absolute(siteUrl, path), htmlUrl: absolute(siteUrl, feed.page) };
    return element('outline', null, { type: 'rss', text, title: text, description: feed.about, ...addresses });
  });
  const head = parent('head', [element('title', fr.feeds.titleOf(name, fr.house.feeds.title))]);
  return xmlDocument(parent('opml', [head, parent('body', outlines)], { version: '2.0' }));
}
