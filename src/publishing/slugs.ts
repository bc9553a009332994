/** `Les 3 règles d’or` becomes `les-3-regles-d-or`. */
export function slugify(text: string): string {
  const folded = text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]+/g, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae');
  return folded.match(/[a-z0-9]+/g)?.join('-') ?? '';
}

/** Anchors for the headings of one page: a repeated heading gets `-2`, `-3`; an empty slug becomes `partie`. */
export function slugger(): (text: string) => string {
  const used = new Map<string, number>();
  return (text) => {
    const slug = slugify(text) || 'partie';
    const count = (used.get(slug) ?? 0) + 1;
    used.set(slug, count);
    return count === 1 ? slug : `${slug}-${count}`;
  };
}
