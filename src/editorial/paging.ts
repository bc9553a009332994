import type { PageOf } from './types.ts';

/** Pieces on a page of a list. */
export const LIST_LENGTH = 20;

/**
 * One page of a list of `total`, from 1, which `read` takes from the database. `null` when the page does not exist; the
 * first always does.
 */
export function pagesOf<T>(
  length: number,
  page: number,
  total: number,
  read: (limit: number, offset: number) => T[],
): PageOf<T> | null {
  const pages = Math.max(1, Math.ceil(total / length));
  if (!Number.isInteger(page) || page < 1 || page > pages) return null;
  return { items: read(length, (page - 1) * length), page, pages, total };
}
