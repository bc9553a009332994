import { typeset } from './typography.ts';

/** The keys whose values readers see. Ids, addresses, dates, names of people and firms are left as written. */
const SHOWN = new Set([
  'title',
  'shortTitle',
  'standfirst',
  'disclosure',
  'text',
  'role',
  'thanks',
  'senderTitle',
  'addressee',
  'salutation',
  'closing',
  'description',
  'definition',
  'bio',
  'tagline',
  'notice',
  'label',
  'sample',
  'population',
  'fieldwork',
  'commissioner',
  'wording',
  'collectionTitle',
  'variants',
  'base',
  'subject',
  'preheader',
  'quote',
  'section',
]);

/** French typography for every text of a front matter or a record that readers see, however deep. */
export function typesetFields<T>(value: T): T {
  return walk(value, false, '') as T;
}

function walk(value: unknown, shown: boolean, key: string): unknown {
  if (typeof value === 'string') return shown ? typeset(value) : value;
  if (Array.isArray(value)) return value.map((item) => walk(item, shown, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      walk(item, SHOWN.has(name) || (name === 'name' && key === 'series'), name),
    ]),
  );
}
