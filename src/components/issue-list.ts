import type { ListedIssue } from '../editorial/editorial.ts';
import { fr } from '../text/fr.ts';
import { urls } from '../urls.ts';
import { escapeHtml, titleHtml } from './html.ts';

/** Issues with their number set large, their title and what they open on. */
export function issueListHtml(issues: readonly ListedIssue[], level: 2 | 3): string {
  const items = issues.map(({ number, title, date, count, leads }) => {
    const heading = `<h${level} class="issue-title"><a href="${urls.issue(number)}">${titleHtml(title)}</a></h${level}>`;
    const facts = `<p class="facts"><span>${fr.browsing.issue.date(date)}</span><span>${fr.browsing.pieces(count)}</span></p>`;
    const opening = leads.map((lead) => `<li>${escapeHtml(lead)}</li>`).join('');
    return `<li class="issue-entry"><p class="issue-number">${fr.browsing.issue.short(number)}</p>
<div>${heading}${facts}<ul class="plain issue-leads">${opening}</ul></div></li>`;
  });
  return `<ol class="plain issues">${items.join('')}</ol>`;
}
