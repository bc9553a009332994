import { openEngine } from './quick-engine.ts';
import { optionsOf } from './quick-options.ts';
import type { Proposal } from './quick-page.ts';

/**
 * The panel of search as you type: a combobox in a dialog (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Its
 * markup, its sentences and its addresses stand in `<template id="recherche_instantanee">`.
 */

const PAUSE_MS = 160;
const PATIENCE_MS = 300;

let dialog: HTMLDialogElement | null = null;

/** Opens the panel, empty the first time, as it was left afterwards. */
export function openQuickSearch(): void {
  dialog ??= createPanel();
  if (dialog.open) return;
  dialog.showModal();
  dialog.querySelector('input')?.select();
}

function createPanel(): HTMLDialogElement {
  const template = find<HTMLTemplateElement>(document, '#recherche_instantanee');
  document.body.append(template.content.cloneNode(true));
  const panel = find<HTMLDialogElement>(document, 'dialog.quick');
  const field = find<HTMLInputElement>(panel, 'input');
  const list = find(panel, '[role=listbox]');
  const all = find<HTMLAnchorElement>(panel, '.quick-all');
  const states = find(panel, '.quick-states');
  const status = find(panel, '[role=status]');
  const words = panel.dataset;
  const engine = openEngine(words.index ?? '');
  let asked = 0;
  let pause = 0;
  let active: HTMLElement | null = null;

  const options = () => [...panel.querySelectorAll<HTMLAnchorElement>('[role=option]:not([hidden])')];

  function activate(option: HTMLElement | null): void {
    active?.setAttribute('aria-selected', 'false');
    active = option;
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option === null) field.removeAttribute('aria-activedescendant');
    else field.setAttribute('aria-activedescendant', option.id);
  }

  /** Which of the sentences stands in place of a list, or over one that is coming. */
  function tell(state: 'nothing' | 'searching' | 'none' | 'failed' | 'list'): void {
    states.dataset.state = state;
    for (const sentence of states.querySelectorAll<HTMLElement>('[data-for]'))
      sentence.hidden = sentence.dataset.for !== state;
  }

  function show(query: string, proposals: readonly Proposal[]): void {
    activate(null);
    const groups = optionsOf(proposals, (group) => words[group] ?? '');
    list.replaceChildren(...groups, all.parentElement ?? all);
    const isEmpty = query === '';
    list.hidden = isEmpty;
    const address = new URL(all.href);
    address.searchParams.set('q', query);
    all.href = address.href;
    all.textContent = (proposals.length === 0 ? words.allOfNone : words.all) ?? '';
    field.setAttribute('aria-expanded', String(!isEmpty));
    const none = (words.none ?? '').replace('{q}', query);
    find(states, '[data-for=none] b').textContent = none;
    tell(isEmpty ? 'nothing' : proposals.length === 0 ? 'none' : 'list');
    const several = (words.several ?? '').replace('{n}', String(proposals.length));
    status.textContent = isEmpty
      ? ''
      : proposals.length === 0
        ? none
        : proposals.length === 1
          ? (words.one ?? '')
          : several;
  }

  async function search(): Promise<void> {
    const query = field.value.trim();
    const mine = (asked += 1);
    if (query === '') return show('', []);
    const late = setTimeout(() => mine === asked && tell('searching'), PATIENCE_MS);
    try {
      const proposals = await engine.propose(query);
      if (mine === asked) show(query, proposals);
    } catch {
      if (mine !== asked) return;
      show(query, []);
      tell('failed');
      status.textContent = find(states, '[data-for=failed]').textContent;
    } finally {
      clearTimeout(late);
    }
  }

  function move(key: string): HTMLElement | null | undefined {
    const all = options();
    const at = active === null ? -1 : all.indexOf(active as HTMLAnchorElement);
    if (key === 'ArrowDown') return all[at + 1] ?? null;
    if (key === 'ArrowUp') return at === -1 ? all.at(-1) : (all[at - 1] ?? null);
    if (at === -1) return undefined;
    if (key === 'Home') return all[0];
    return key === 'End' ? all.at(-1) : undefined;
  }

  field.addEventListener('input', () => {
    activate(null);
    clearTimeout(pause);
    pause = window.setTimeout(() => void search(), PAUSE_MS);
  });
  field.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const target = move(event.key);
    if (target !== undefined) {
      event.preventDefault();
      activate(target);
    } else if (event.key === 'Enter' && active !== null) {
      event.preventDefault();
      active.click();
    }
  });
  panel.addEventListener('click', (event) => {
    const target = event.target as Element;
    // The backdrop is the dialog itself. A link to the page that is open only moves within it.
    if (target === panel || target.closest('.quick-close, [role=option]') !== null) panel.close();
  });
  tell('nothing');
  return panel;
}

function find<T extends HTMLElement>(within: ParentNode, selector: string): T {
  const found = within.querySelector<T>(selector);
  if (found === null) throw new Error(`${selector} is missing`);
  return found;
}
