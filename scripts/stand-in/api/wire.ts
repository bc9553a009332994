/** What a form says once its nested names (`a[b][0]=c`) are unfolded: texts, lists and groups of them. */
export type Wire = string | Wire[] | { [name: string]: Wire };
export type WireGroup = Record<string, Wire>;

/** Reads a form body or a query string as Stripe does. Lists are written `a[0]=x`, `a[]=x`, or by objects in them. */
export function readForm(text: string): WireGroup {
  const root: WireGroup = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const [first = '', ...rest] = name.split('[').map((part) => part.replace(/\]$/, ''));
    put(root, first, rest, value);
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, listed(value)]));
}

function put(group: WireGroup, name: string, rest: string[], value: string): void {
  const key = name === '' ? String(Object.keys(group).length) : name;
  const [next, ...others] = rest;
  if (next === undefined) {
    group[key] = value;
    return;
  }
  const inner = group[key];
  const kept: WireGroup = typeof inner === 'object' && !Array.isArray(inner) ? inner : Object.create(null);
  group[key] = kept;
  put(kept, next, others, value);
}

/** Groups whose names count from 0 are lists. */
function listed(value: Wire): Wire {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const);
  if (entries.length > 0 && entries.every(([name], index) => name === String(index)))
    return entries.map(([, item]) => item);
  return Object.fromEntries(entries);
}
