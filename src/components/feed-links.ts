import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';

/** The feed of the magazine in its other formats, for the pages that offer them all. */
export function otherFormats(siteName: string) {
  const { atom, json } = fr.feeds.formats;
  return [
    { title: fr.feeds.titleOf(siteName, atom), path: urls.atomFeed(), type: 'application/atom+xml' },
    { title: fr.feeds.titleOf(siteName, json), path: urls.jsonFeed(), type: 'application/feed+json' },
  ];
}

/** The feed of the daily letter, for its pages. */
export function letterFeeds(siteName: string) {
  return [{ title: fr.dailyLetter.nameOf(siteName), path: urls.letterFeed() }];
}
