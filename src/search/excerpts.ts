import type { Section } from './plain-text.ts';
import { stemOf } from './stems.ts';
import type { ExcerptPart } from './types.ts';
import { fold, isStopWord, scan, wordsOf } from './words.ts';

/** A stretch of text that shows why a result is one, and the heading under which it stands. */
export interface Passage {
  parts: ExcerptPart[];
  section: Section | null;
}

/** What is looked for: for each word of the query, the stems that may stand for it, and what it is worth. */
export interface Target {
  stems: readonly string[];
  isPrefix: boolean;
  worth: number;
}

interface Match {
  start: number;
  end: number;
  target: number;
}

const LONGEST = 230;
/** A match may stand so far from the first one of its passage, which leaves room around them. */
const SPREAD = 170;
const HEADING = 0.4;
const REPEATED = 0.02;

/**
 * The best passage of a text, of 160 to 240 characters: where most of the words stand together, under a heading that has
 * them rather than not. The first section, without heading, is the standfirst; it is taken when nothing is better.
 */
export function bestPassage(standfirst: string, sections: readonly Section[], targets: readonly Target[]): Passage {
  const matchesOf = matcher(targets);
  let best = { ...bestWindow(matchesOf(standfirst), targets), text: standfirst, section: null as Section | null };
  for (const section of sections) {
    const heading = new Set(section.heading === null ? [] : matchesOf(section.heading).map(({ target }) => target));
    const window = bestWindow(matchesOf(section.text), targets);
    let score = window.score;
    for (const target of heading) score += HEADING * (targets[target]?.worth ?? 0);
    if (score > best.score && section.text !== '') best = { ...window, score, text: section.text, section };
  }
  const bounds = boundsOf(best.text, best.from, best.to);
  const shown = matchesOf(best.text.slice(bounds.from, bounds.to));
  return { parts: mark(best.text, bounds, shown), section: best.section };
}

/** Finds the words of a text that are looked for. Only what begins like one of them is looked into. */
function matcher(targets: readonly Target[]): (text: string) => Match[] {
  const initials = new Set(targets.flatMap(({ stems }) => stems.map((stem) => stem.charCodeAt(0))));
  const known = new Map<string, number>();
  const targetOf = (form: string): number => {
    if (!initials.has(form.charCodeAt(0)) || isStopWord(form))
      return targets.findIndex(({ stems }) => stems[0] === form);
    const stem = stemOf(form);
    return targets.findIndex(({ stems, isPrefix }) =>
      stems.some((wanted) => wanted === stem || (isPrefix && (form.startsWith(wanted) || stem.startsWith(wanted)))),
    );
  };
  const look = (token: string): number => {
    for (const { forms } of wordsOf(token)) {
      for (const form of forms) {
        const target = targetOf(form);
        if (target >= 0) return target;
      }
    }
    return -1;
  };
  return (text) => {
    const found: Match[] = [];
    scan(text, (start, end, isPlain) => {
      if (isPlain && !initials.has(initialOf(text.charCodeAt(start)))) return;
      const token = text.slice(start, end);
      let target = known.get(token);
      if (target === undefined) {
        target = look(token);
        known.set(token, target);
      }
      if (target >= 0) found.push({ start: isPlain ? start : start + elided(token), end, target });
    });
    return found;
  };
}

/** The folded first letter of what begins with a sign, found once. */
const initialsOf = new Uint16Array(65_536);

function initialOf(code: number): number {
  const known = initialsOf[code] ?? 0;
  if (known !== 0) return known;
  const initial = fold(String.fromCharCode(code)).charCodeAt(0) || code;
  initialsOf[code] = initial;
  return initial;
}

/** How many characters of a token are an elided article. */
function elided(token: string): number {
  return wordsOf(token)[0]?.start ?? 0;
}

function bestWindow(
  matches: readonly Match[],
  targets: readonly Target[],
): { from: number; to: number; score: number } {
  let best = { from: 0, to: 0, score: 0 };
  for (const [index, first] of matches.entries()) {
    const seen = new Set<number>();
    let score = 0;
    let to = first.end;
    for (let next = index; next < matches.length; next += 1) {
      const match = matches[next];
      if (match === undefined || match.end - first.start > SPREAD) break;
      const worth = targets[match.target]?.worth ?? 0;
      score += seen.has(match.target) ? REPEATED * worth : worth;
      seen.add(match.target);
      to = match.end;
    }
    if (score > best.score) best = { from: first.start, to, score };
  }
  return best;
}

/** Widens a window to `LONGEST` characters, to the beginning of its sentence where it is near, to whole words. */
function boundsOf(text: string, from: number, to: number): { from: number; to: number } {
  if (text.length <= LONGEST) return { from: 0, to: text.length };
  const room = LONGEST - (to - from);
  let start = Math.max(0, from - Math.floor(room * 0.6));
  const sentence = lastMatch(text.slice(start, from), /[.!?…»\n][\u00a0\u202f ]*(?=[\p{Lu}«—\d])/gu);
  if (sentence !== null) start += sentence;
  else if (start > 0) start = text.indexOf(' ', start) + 1;
  if (start > from || start === 0) start = Math.min(start, from);
  const limit = start + LONGEST;
  if (limit >= text.length) return { from: start, to: text.length };
  const space = text.lastIndexOf(' ', limit);
  return { from: start, to: Math.max(to, space) };
}

/** The end of the first match: as much as may be is kept of what comes before the passage. */
function lastMatch(text: string, pattern: RegExp): number | null {
  const [first] = text.matchAll(pattern);
  return first === undefined ? null : first.index + first[0].length;
}

function mark(text: string, { from, to }: { from: number; to: number }, matches: readonly Match[]): ExcerptPart[] {
  const shown = text.slice(from, to).replaceAll('\n', ' ');
  const parts: ExcerptPart[] = [];
  const add = (part: string, match: boolean): void => {
    if (part !== '') parts.push({ text: part, match });
  };
  let at = 0;
  for (const { start, end } of matches) {
    add(shown.slice(at, start), false);
    add(shown.slice(start, end), true);
    at = end;
  }
  add(shown.slice(at).replace(/[\s,;:\u00a0\u202f«—-]+$/u, ''), false);
  const [head] = parts;
  if (from > 0 && head !== undefined && !/^[\p{Lu}«—]/u.test(head.text)) parts.unshift({ text: '… ', match: false });
  if (to < text.length && !/[.!?…]\s*»?$/.test(parts.at(-1)?.text ?? '')) parts.push({ text: '…', match: false });
  return join(parts);
}

/** Neighbours of a kind in one. */
function join(parts: readonly ExcerptPart[]): ExcerptPart[] {
  const joined: ExcerptPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && !last.match && !part.match) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}

/** What a target is worth: a word that few texts have says more. */
export function worthOf(count: number, size: number): number {
  return Math.log(1 + (size + 1) / (count + 0.5));
}
