import type { Question, Site, Study } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { absolute, urls } from '../urls.ts';
import { breadcrumbs, closedPart, graph, publisherJsonLd } from './json-ld.ts';
import { listJsonLd, type Step } from './list-json-ld.ts';

/** A page that lists others: the studies, the questions, the answers to one. `trail` leads from la une to the page. */
export function collectionJsonLd(
  name: string,
  path: string,
  trail: Step[],
  items: readonly string[],
  site: Site,
  siteUrl: string,
): Record<string, unknown> {
  const entries = items.map((item) => ({ path: item }));
  return listJsonLd({ path, title: name, steps: trail, entries }, site, siteUrl);
}

/** The steps from la une to the questions, and to one of them. */
export function questionTrail(question: Question | null): Step[] {
  return [
    { name: fr.sections.interviews, path: urls.list('interviews') },
    { name: fr.questions.title, path: urls.questions() },
    ...(question === null ? [] : [{ name: question.collectionTitle, path: urls.question(question.slug) }]),
  ];
}

/**
 * A study as a data set (developers.google.com/search/docs/appearance/structured-data/dataset). One whose figures are
 * closed names none of them, whoever reads, and says that they are.
 */
export function studyJsonLd(study: Study, site: Site, siteUrl: string): Record<string, unknown> {
  const url = absolute(siteUrl, urls.study(study.id));
  const isOpen = study.access === 'public';
  return graph([
    {
      '@type': 'Dataset',
      '@id': `${url}#etude`,
      url,
      name: study.title,
      description: `${fr.studies.description(study.title, study.commissioner, study.figureCount)} ${study.population}.`,
      creator: { '@type': 'Organization', name: study.commissioner },
      publisher: publisherJsonLd(site, siteUrl),
      inLanguage: 'fr',
      isBasedOn: study.source.url,
      measurementTechnique: [study.sample, study.fieldwork],
      ...(study.since === null ? {} : { datePublished: study.since }),
      ...(isOpen && study.figures !== null
        ? {
            variableMeasured: study.figures.map(({ label, value, unit }) => ({
              '@type': 'PropertyValue',
              name: label,
              value,
              ...(unit === '' ? {} : { unitText: unit }),
            })),
          }
        : {}),
      isAccessibleForFree: isOpen,
      ...(isOpen ? {} : { hasPart: closedPart() }),
    },
    breadcrumbs(
      [
        { name: site.name, path: urls.home() },
        { name: fr.studies.title, path: urls.studies() },
        { name: study.title, path: urls.study(study.id) },
      ],
      siteUrl,
    ),
  ]);
}
