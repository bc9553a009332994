import type { Issue } from './issues.ts';
import type { Store } from './store.ts';

const IN_CIRCLES = `WITH RECURSIVE walk (path, id, next) AS (
  SELECT path, id, data ->> 'replacedBy' FROM records WHERE kind = 'themes'
  UNION SELECT w.path, w.id, r.data ->> 'replacedBy' FROM walk w JOIN records r ON r.kind = 'themes' AND r.id = w.next)
  SELECT path, id FROM walk WHERE next = id ORDER BY path`;

/** Themes that replace one another in a circle: none of them would have a page. */
export function themesInCircles(store: Store, lineOf: (path: string, field: string) => number): Issue[] {
  return store.all<{ path: string; id: string }>(IN_CIRCLES).map(({ path, id }) => ({
    file: path,
    line: lineOf(path, 'replacedBy'),
    field: 'replacedBy',
    what: `« ${id} » se remplace lui-même, de proche en proche`,
    remedy: 'nommez le thème qui reste, ou retirez cette ligne',
  }));
}
