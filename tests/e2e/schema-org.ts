/**
 * The part of schema.org that the magazine uses, and what Google asks of it: a page that says more than this table
 * knows is a mistake until the table is told. Sources: schema.org 29.0; developers.google.com/search/docs/appearance
 * for `article`, `breadcrumb`, `paywalled-content`, `organization`, `profile-page`;
 * `SearchAction` is what Google's `sitelinks-searchbox` asked for.
 */

interface Type {
  is?: string;
  properties: Record<string, readonly string[]>;
  /** What Google asks for, where it documents a feature. */
  required?: readonly string[];
}

const TEXT = ['Text'];
const WORK_OR_ADDRESS = ['CreativeWork', 'URL'];
const AGENT = ['Person', 'Organization'];

const TYPES: Record<string, Type> = {
  Thing: {
    properties: {
      name: TEXT,
      description: TEXT,
      url: ['URL'],
      image: ['ImageObject', 'URL'],
      sameAs: ['URL'],
      mainEntityOfPage: WORK_OR_ADDRESS,
      alternateName: TEXT,
      identifier: TEXT,
      subjectOf: WORK_OR_ADDRESS,
    },
  },
  CreativeWork: {
    is: 'Thing',
    properties: {
      about: ['Thing'],
      alternativeHeadline: TEXT,
      author: AGENT,
      citation: ['CreativeWork'],
      correction: ['CorrectionComment'],
      creator: AGENT,
      dateModified: ['Date'],
      datePublished: ['Date'],
      hasPart: ['CreativeWork'],
      headline: TEXT,
      inLanguage: TEXT,
      isAccessibleForFree: ['Boolean'],
      isBasedOn: WORK_OR_ADDRESS,
      isPartOf: WORK_OR_ADDRESS,
      keywords: ['Text', 'DefinedTerm'],
      mainEntity: ['Thing'],
      mentions: ['Thing'],
      position: ['Number'],
      publisher: AGENT,
      text: TEXT,
      timeRequired: ['Duration'],
      translator: AGENT,
      creditText: TEXT,
      license: WORK_OR_ADDRESS,
    },
  },
  Article: {
    is: 'CreativeWork',
    properties: { articleSection: TEXT, wordCount: ['Number'] },
    required: ['headline', 'image', 'datePublished', 'dateModified', 'author', 'publisher', 'isAccessibleForFree'],
  },
  NewsArticle: { is: 'Article', properties: {} },
  AnalysisNewsArticle: { is: 'NewsArticle', properties: {} },
  OpinionNewsArticle: { is: 'NewsArticle', properties: {} },
  ReportageNewsArticle: { is: 'NewsArticle', properties: {} },
  AdvertiserContentArticle: { is: 'Article', properties: {} },
  Report: { is: 'Article', properties: {} },
  Comment: { is: 'CreativeWork', properties: {}, required: ['text', 'datePublished'] },
  CorrectionComment: { is: 'Comment', properties: {} },
  CreativeWorkSeries: { is: 'CreativeWork', properties: { issn: TEXT }, required: ['name'] },
  Periodical: { is: 'CreativeWorkSeries', properties: {} },
  PublicationIssue: {
    is: 'CreativeWork',
    properties: { issueNumber: ['Number', 'Text'] },
    required: ['issueNumber', 'datePublished', 'url', 'isPartOf'],
  },
  Dataset: {
    is: 'CreativeWork',
    properties: {
      measurementTechnique: TEXT,
      variableMeasured: ['Text', 'PropertyValue'],
      temporalCoverage: TEXT,
    },
    required: ['name', 'description'],
  },
  PropertyValue: {
    is: 'Thing',
    properties: { value: ['Number', 'Text'], unitText: TEXT },
    required: ['name', 'value'],
  },
  MediaObject: {
    is: 'CreativeWork',
    properties: { width: ['Number'], height: ['Number'], contentUrl: ['URL'] },
  },
  ImageObject: { is: 'MediaObject', properties: { caption: TEXT }, required: ['url', 'width', 'height'] },
  Question: { is: 'Comment', properties: { answerCount: ['Number'] }, required: ['name'] },
  Answer: { is: 'Comment', properties: {} },
  WebSite: { is: 'CreativeWork', properties: { potentialAction: ['SearchAction'] }, required: ['name', 'url'] },
  Action: { is: 'Thing', properties: { target: ['EntryPoint', 'URL'] } },
  SearchAction: { is: 'Action', properties: { 'query-input': TEXT }, required: ['target', 'query-input'] },
  EntryPoint: { is: 'Thing', properties: { urlTemplate: TEXT }, required: ['urlTemplate'] },
  WebPage: { is: 'CreativeWork', properties: { breadcrumb: ['BreadcrumbList'] } },
  CollectionPage: { is: 'WebPage', properties: {}, required: ['name', 'url', 'mainEntity'] },
  ProfilePage: { is: 'WebPage', properties: {}, required: ['mainEntity'] },
  AboutPage: { is: 'WebPage', properties: {} },
  WebPageElement: {
    is: 'CreativeWork',
    properties: { cssSelector: TEXT },
    required: ['isAccessibleForFree', 'cssSelector'],
  },
  Person: { is: 'Thing', properties: { jobTitle: TEXT, worksFor: ['Organization'] }, required: ['name'] },
  Organization: {
    is: 'Thing',
    properties: { legalName: TEXT, slogan: TEXT, email: TEXT, address: TEXT, logo: ['ImageObject', 'URL'] },
    required: ['name'],
  },
  NewsMediaOrganization: { is: 'Organization', properties: {}, required: ['url', 'logo'] },
  ItemList: {
    is: 'Thing',
    properties: { itemListElement: ['ListItem'], numberOfItems: ['Number'] },
    required: ['itemListElement'],
  },
  BreadcrumbList: { is: 'ItemList', properties: {} },
  ListItem: { is: 'Thing', properties: { position: ['Number'], item: ['Thing', 'URL'] }, required: ['position'] },
  DefinedTerm: { is: 'Thing', properties: { inDefinedTermSet: ['URL'], termCode: TEXT }, required: ['name'] },
};

type Json = Record<string, unknown>;

/** `type` and all that it is a kind of; empty when the table does not know it. */
export function kindsOf(type: unknown): string[] {
  if (typeof type !== 'string' || TYPES[type] === undefined) return [];
  const { is } = TYPES[type];
  return is === undefined ? [type] : [type, ...kindsOf(is)];
}

/** Whether a value of JSON is of one of the types that a property takes. */
const LITERALS: Record<string, (value: unknown) => boolean> = {
  Text: (value) => typeof value === 'string' && value.trim() !== '',
  URL: (value) => typeof value === 'string' && /^https?:\/\/\S+$/.test(value) && URL.canParse(value),
  Number: (value) => typeof value === 'number',
  Boolean: (value) => typeof value === 'boolean',
  Date: (value) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/.test(value),
  Duration: (value) => typeof value === 'string' && /^PT\d+M$/.test(value),
};

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every node of a page's structured data, wherever it stands. */
export function nodesOf(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  return isObject(value) ? [value, ...Object.values(value).flatMap(nodesOf)] : [];
}

/** What is wrong with a page's structured data, a line each. `html`: the page that holds it. */
export function faultsOf(data: Json, html: string): string[] {
  const faults: string[] = [];
  if (data['@context'] !== 'https://schema.org') faults.push('@context is not https://schema.org');
  const nodes = nodesOf(data['@graph']);
  const named = new Map(nodes.filter((node) => '@type' in node).map((node) => [node['@id'], node]));
  for (const node of nodes) {
    if (Object.keys(node).join() === '@id') {
      if (!named.has(node['@id']) && !String(node['@id']).includes('#'))
        faults.push(`${String(node['@id'])} is nowhere`);
      continue;
    }
    faults.push(...faultsOfNode(node).map((fault) => `${String(node['@type'])}: ${fault}`));
    faults.push(...faultsForGoogle(node, html).map((fault) => `${String(node['@type'])}: ${fault}`));
  }
  return faults;
}

function faultsOfNode(node: Json): string[] {
  const kinds = kindsOf(node['@type']);
  if (kinds.length === 0) return ['is not in the table'];
  const faults: string[] = [];
  const known = Object.assign({}, ...kinds.map((kind) => TYPES[kind]?.properties)) as Type['properties'];
  for (const [name, value] of Object.entries(node)) {
    if (name.startsWith('@')) continue;
    const wanted = known[name];
    if (wanted === undefined) faults.push(`${name} is no property of it`);
    else if (Array.isArray(value) && value.length === 0) faults.push(`${name} is an empty list`);
    else if (![value].flat().every((one) => isOneOf(one, wanted))) faults.push(`${name} is no ${wanted.join(' or ')}`);
  }
  return faults;
}

function isOneOf(value: unknown, wanted: readonly string[]): boolean {
  if (!isObject(value)) return wanted.some((type) => LITERALS[type]?.(value) === true);
  if (value['@type'] === undefined) return typeof value['@id'] === 'string';
  return kindsOf(value['@type']).some((kind) => wanted.includes(kind));
}

function faultsForGoogle(node: Json, html: string): string[] {
  const kinds = kindsOf(node['@type']);
  const faults: string[] = [];
  // A node of another page, or of another site, is only pointed at.
  const isMentioned = kinds.includes('Article') && !('headline' in node);
  const required = isMentioned ? ['name', 'url'] : kinds.flatMap((kind) => TYPES[kind]?.required ?? []);
  for (const name of required) if (!(name in node)) faults.push(`${name} is missing`);
  if (isMentioned) return faults;
  if (kinds.includes('Article')) faults.push(...faultsOfArticle(node, html));
  if (kinds.includes('ItemList')) faults.push(...faultsOfList(node));
  return faults;
}

function faultsOfArticle(node: Json, html: string): string[] {
  const faults: string[] = [];
  if (String(node['headline']).length > 110) faults.push('headline has more than 110 characters');
  if (String(node['dateModified']) < String(node['datePublished'])) faults.push('modified before it was published');
  const images = [node['image']].flat().filter(isObject);
  if (!images.some(({ width }) => Number(width) >= 1200)) faults.push('no image is 1200 pixels wide');
  for (const author of [node['author']].flat().filter(isObject)) {
    if (author['name'] === undefined) faults.push('an author has no name');
    if (author['url'] === undefined && !String(node['url']).includes('/courrier/'))
      faults.push('an author has no page');
  }
  const parts = [node['hasPart'] ?? []].flat().filter(isObject);
  if (node['isAccessibleForFree'] === true && parts.length > 0) faults.push('free, and partly not');
  if (node['isAccessibleForFree'] === false) {
    if (parts.length === 0) faults.push('not free, without the part that is not');
    for (const { cssSelector } of parts) {
      const name = /^\.([\w-]+)$/.exec(String(cssSelector))?.[1];
      const there = name !== undefined && new RegExp(`class="(?:[^"]* )?${name}(?: [^"]*)?"`).test(html);
      if (!there) faults.push(`${String(cssSelector)} is nowhere on the page`);
    }
  }
  return faults;
}

function faultsOfList(node: Json): string[] {
  const faults: string[] = [];
  const items = [node['itemListElement'] ?? []].flat().filter(isObject);
  for (const [index, item] of items.entries()) {
    if (item['position'] !== index + 1) faults.push(`position ${String(item['position'])} is not ${index + 1}`);
    const wanted = node['@type'] === 'BreadcrumbList' ? ['name', 'item'] : ['url'];
    for (const name of wanted) if (!(name in item)) faults.push(`item ${index + 1} has no ${name}`);
  }
  return faults;
}
