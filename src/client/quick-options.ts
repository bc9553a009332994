import type { Group, Proposal } from './quick-page.ts';

const ORDER: Group[] = ['people', 'organisations', 'themes', 'pieces'];

/** The groups of a listbox. Whatever a text holds, it is only ever text. */
export function optionsOf(proposals: readonly Proposal[], nameOf: (group: Group) => string): HTMLElement[] {
  return ORDER.flatMap((group) => {
    const inside = proposals.filter((proposal) => proposal.group === group);
    if (inside.length === 0) return [];
    const label = element('p', 'quick-group-name', nameOf(group));
    label.id = `recherche_${group}`;
    const box = element('div', `quick-group quick-${group}`);
    box.setAttribute('role', 'group');
    box.setAttribute('aria-labelledby', label.id);
    label.setAttribute('role', 'presentation');
    const lines = element('div', 'quick-lines');
    lines.setAttribute('role', 'presentation');
    lines.append(...inside.map((proposal, index) => optionOf(proposal, `recherche_${group}_${index}`)));
    box.append(label, lines);
    return [box];
  });
}

function optionOf(proposal: Proposal, id: string): HTMLElement {
  const option = document.createElement('a');
  option.id = id;
  option.className = 'quick-option';
  option.href = proposal.path;
  option.tabIndex = -1;
  option.setAttribute('role', 'option');
  option.setAttribute('aria-selected', 'false');
  const { group, advertisement, kicker, voice, detail, access } = proposal;
  const facts = {
    advertisement,
    '': group === 'pieces' ? kicker : '',
    'quick-voice': voice,
    'quick-detail': detail,
    subscribers: access,
  };
  const line = element('span', 'quick-facts');
  for (const [name, fact] of Object.entries(facts)) if (fact !== '') line.append(element('span', name, fact));
  option.append(titleOf(proposal.title), line);
  if (proposal.group === 'pieces') option.append(extractOf(proposal));
  return option;
}

/** The guillemets of a title are the mark of the magazine. */
function titleOf(title: string): HTMLElement {
  const box = element('span', 'quick-title');
  const runs = title.split(/(«[\u00a0\u202f]?|[\u00a0\u202f]?»)/);
  box.append(...runs.map((run, index) => (index % 2 === 1 ? element('span', 'mark', run) : run)));
  return box;
}

function extractOf({ place, extract }: Proposal): HTMLElement {
  const box = element('span', 'quick-extract');
  if (place !== null) box.append(element('span', 'quick-place', place), ' ');
  box.append(...extract.map(({ text, match }) => (match ? element('mark', '', text) : text)));
  return box;
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  made.textContent = text;
  return made;
}
