import type { StudyWithFigures } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';
import { leadingFigures, valueHtml } from './figure.ts';
import { escapeHtml, titleHtml } from './html.ts';

/** A list of studies as HTML, each with a figure drawn large; one whose figures are closed shows how many there are. */
export function studyListHtml(studies: readonly StudyWithFigures[]): string {
  return `<ul class="studies">${studies.map(itemHtml).join('')}</ul>`;
}

function itemHtml(study: StudyWithFigures): string {
  const [leading] = study.figures === null ? [] : leadingFigures(study.figures);
  const figure =
    leading === undefined
      ? `<p class="value">${study.figureCount}<span class="unit unit-word">${fr.studies.unit(study.figureCount)}</span></p>`
      : `<p class="value">${valueHtml(leading)}</p><p class="label">${escapeHtml(leading.label)}</p>`;
  const subscribers = study.access === 'subscribers' ? `<span class="subscribers">${fr.subscribersOnly}</span>` : '';
  const title = `<h2 class="teaser-title"><a href="${urls.study(study.id)}">${titleHtml(study.title)}</a></h2>`;
  const facts = `<p class="study-facts"><span>${escapeHtml(study.commissioner)}</span> <span>${escapeHtml(study.sample)}</span></p>`;
  const count = leading === undefined ? '' : `<span>${fr.studies.count(study.figureCount)}</span>`;
  return `<li class="studies-one"><div class="studies-figure">${figure}</div><div>${title}${facts}<p class="facts">${count}${subscribers}</p></div></li>`;
}
