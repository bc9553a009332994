import type { Editorial } from '../editorial/editorial.ts';
import type { Audience } from '../paywall.ts';
import { urls } from '../urls.ts';
import { type Documents, KINDS } from './documents.ts';
import { bestPassage, type Target } from './excerpts.ts';
import { plainText, type Section, sectionsOf } from './plain-text.ts';
import { figureText } from './texts.ts';
import type { Hit } from './types.ts';

/** What an audience reads of a text, as a result shows it. */
interface Shown {
  hit: Omit<Hit, 'excerpt' | 'place'>;
  standfirst: string;
  /** Whatever else is searched: names, notes. */
  besides: string;
  sections: Section[];
}

export interface Results {
  /** `null` when another publish has just taken the text away. */
  hit(position: number, targets: readonly Target[]): Hit | null;
  /** All that the audience reads of a text. */
  textOf(position: number): string;
}

/** Reads the texts of results through the editorial folder, which asks the paywall. */
export function openResults(documents: Documents, editorial: Editorial, audience: Audience, now: Date): Results {
  const known = new Map<number, Shown | null>();

  const shown = (position: number): Shown | null => {
    const found = known.get(position);
    if (found !== undefined) return found;
    const path = documents.paths[position] ?? '';
    const made = KINDS[documents.kinds[position] ?? 0] === 'studies' ? study(path) : piece(path);
    known.set(position, made);
    return made;
  };

  const piece = (path: string): Shown | null => {
    const reading = editorial.reading(path, audience, now);
    if (reading === null) return null;
    const { piece: summary, html, notesHtml } = reading;
    const { collection: kind, title, path: address, publishedAt, access } = summary;
    const { authors, themes, guest, sender } = summary;
    const people = [guest?.name, guest?.role, guest?.organisation, sender?.name, sender?.title];
    const names = [...authors, ...themes].map(({ name }) => name);
    return {
      hit: { kind, title, path: address, piece: summary, publishedAt, access },
      standfirst: summary.standfirst,
      besides: [...people, ...names, summary.shortTitle].filter(Boolean).join('\n'),
      sections: [...sectionsOf(html), { id: null, heading: null, text: plainText(notesHtml) }],
    };
  };

  const study = (path: string): Shown | null => {
    const id = /([^/]+)\.yaml$/.exec(path)?.[1] ?? '';
    const found = editorial.study(id, audience, now);
    if (found === null) return null;
    const { title, access, since, population, sample, fieldwork, source, commissioner, figures } = found;
    const lines = (figures ?? []).map(figureText);
    const sections = [`${commissioner}. ${fieldwork}. ${source.title}`, ...lines];
    return {
      hit: { kind: 'studies', title, path: urls.study(id), piece: null, publishedAt: since, access },
      standfirst: `${population}, ${sample}`,
      besides: '',
      sections: sections.map((text) => ({ id: null, heading: null, text })),
    };
  };

  return {
    hit(position, targets) {
      const found = shown(position);
      if (found === null) return null;
      const { parts, section } = bestPassage(found.standfirst, found.sections, targets);
      const anchor = section?.id ?? null;
      const path = anchor === null ? found.hit.path : `${found.hit.path}#${anchor}`;
      return { ...found.hit, path, excerpt: parts, place: section?.heading ?? null };
    },

    textOf(position) {
      const found = shown(position);
      if (found === null) return '';
      const { hit, standfirst, besides, sections } = found;
      const names = Array.from(documents.tags[position] ?? [], (number) => {
        const name = documents.names[number];
        return name === undefined ? '' : [name.name, ...name.synonyms].join('\n');
      });
      const body = sections.map(({ heading, text }) => `${heading ?? ''}\n${text}`);
      return [hit.title, standfirst, besides, ...names, ...body].join('\n');
    },
  };
}
