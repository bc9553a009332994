import type { PieceSummary, Question, QuestionAnswer } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';
import { escapeHtml } from './html.ts';
import { kindOf } from './labels.ts';

/** Characters of an answer that stand beside the others; a longer one ends with its block and leads to the interview. */
const LONGEST = 3000;

/**
 * What guests answered to one question, under each other, as HTML. A string and not a component, as every list. A closed
 * answer shows who gave it and the ways in.
 */
export function answerListHtml(answers: readonly QuestionAnswer[], question: Question): string {
  return `<ul class="said">${answers.map((answer) => itemHtml(answer, question)).join('')}</ul>`;
}

function itemHtml({ piece, wording, html }: QuestionAnswer, question: Question): string {
  const address = html === null ? piece.path : urls.answer(piece.slug, question.id);
  const { guest } = piece;
  const advertisement = piece.sponsored ? `<strong class="advertisement">${fr.advertisement}</strong><br>` : '';
  const date = `<time datetime="${piece.publishedAt}">${fr.shortDay(piece.publishedAt)}</time>`;
  const head = [
    `<h2 class="said-guest"><a href="${address}">${escapeHtml(guest?.name ?? piece.title)}</a></h2>`,
    guest === null ? '' : `<p class="said-role">${escapeHtml(fr.guest(guest))}</p>`,
    `<p class="said-date">${advertisement}${kindOf(piece)}<br>${date}</p>`,
  ];
  const asked =
    wording === question.wording ? '' : `<p class="said-asked">${fr.questions.asked}<q>${escapeHtml(wording)}</q></p>`;
  const body = html === null ? closedHtml(piece) : openHtml(html, piece, address);
  return `<li class="said-one"><div class="said-head">${head.join('')}</div><div class="said-body prose">${asked}${body}</div></li>`;
}

function openHtml(html: string, { slug, path }: PieceSummary, address: string): string {
  const shown = firstBlocks(html, LONGEST);
  const way = shown === html ? fr.questions.toInterview : fr.questions.toAnswer;
  const answer = `<div class="answer">${ofAnotherPage(shown, `${slug}_`, path)}</div>`;
  return `${answer}<p class="said-way"><a href="${address}">${way}</a></p>`;
}

function closedHtml({ path }: PieceSummary): string {
  const ways = `<a href="${path}">${fr.questions.toOpenPart}</a> <a href="${urls.subscribe()}">${fr.wall.subscribe}</a>`;
  return `<p class="said-closed">${fr.questions.closed}</p><p class="said-way">${ways}</p>`;
}

/** A tag of HTML that the publisher made: an attribute may hold the sign that ends it. */
const TAG = /<(\/?)([a-z][a-z0-9]*)\b(?:[^>"]|"[^"]*")*>/g;
const WITHOUT_END = new Set(['br', 'col', 'hr', 'img', 'source', 'wbr']);

/** The first whole blocks that hold `limit` characters of text together, or all of them. */
export function firstBlocks(html: string, limit: number): string {
  let depth = 0;
  let characters = 0;
  let end = 0;
  for (const { 0: tag, 1: closes, 2: name = '', index } of html.matchAll(TAG)) {
    characters += index - end;
    end = index + tag.length;
    if (WITHOUT_END.has(name)) continue;
    depth += closes === '/' ? -1 : 1;
    if (depth === 0 && characters >= limit) return html.slice(0, end);
  }
  return html;
}

/** HTML of the page `path` as it may stand on another one: ids are told apart, and its own anchors lead back to it. */
export function ofAnotherPage(html: string, prefix: string, path: string): string {
  return html.replace(TAG, (tag) =>
    tag
      .replace(/ (id|aria-labelledby)="([^"]*)"/g, (_all, name: string, ids: string) => {
        return ` ${name}="${ids.replace(/[^ ]+/g, `${prefix}$&`)}"`;
      })
      .replace(/ href="#/g, ` href="${path}#`),
  );
}
