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

/** Anchors for the headings of one page, none of them `taken`: a repeated one gets `-2`, `-3`; an empty one is `partie`. */
export function slugger(taken: readonly string[]): (text: string) => string {
  const used = new Set(taken);
  return (text) => {
    const slug = slugify(text) || 'partie';
    let free = /^(fn|fnref)-/.test(slug) ? `partie-${slug}` : slug;
    for (let count = 2; used.has(free); count += 1) free = `${slug}-${count}`;
    used.add(free);
    return free;
  };
}
