/**
 * Opens search as you type: by a link marked `data-search`, or by the slash key. Until then nothing of it is loaded;
 * without it the link leads to the page of search.
 */

async function open(link: HTMLAnchorElement): Promise<void> {
  try {
    const { openQuickSearch } = await import('./quick-search.ts');
    openQuickSearch();
  } catch {
    location.assign(link.href);
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** The field of the page of search itself, which is as near. */
function ownField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('[data-search-field]');
}

document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-search]') : null;
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link === null || !isPlain || event.defaultPrevented) return;
  event.preventDefault();
  const field = ownField();
  if (field === null) void open(link);
  else field.focus();
});

// On a French keyboard the slash is typed with the shift key.
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const link = document.querySelector<HTMLAnchorElement>('a[data-search]');
  if (link === null || isWriting(event.target) || document.querySelector('dialog[open]') !== null) return;
  event.preventDefault();
  const field = ownField();
  if (field === null) void open(link);
  else field.focus();
});
