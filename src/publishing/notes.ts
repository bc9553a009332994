import type { Element } from 'hast';
import { isElement, isJsx, type Node } from './mdx.ts';

/**
 * Gives notes the form that pages show (`<sup class="note-ref">`, `<li id="fn-1">` with a way back) and shares them
 * between the parts: a note belongs to the open part when an open sentence, or a note of the open part, calls it.
 */
export function shareNotes(
  notes: readonly Element[],
  open: readonly Node[],
  closed: readonly Node[],
): { open: Element[]; closed: Element[] } {
  if (notes.length === 0) return { open: [], closed: [] };
  const byId = new Map(notes.map((note) => [String(note.properties['id']), note]));
  const openAnchors = new Set<string>();
  const openNotes = new Set<Element>();
  const pending: Node[] = [...open];
  for (let node = pending.shift(); node !== undefined; node = pending.shift()) {
    visitReferences([node], (reference) => {
      openAnchors.add(String(reference.properties['id']));
      const note = byId.get(noteId(reference));
      if (note === undefined || openNotes.has(note)) return;
      openNotes.add(note);
      pending.push(note);
    });
  }
  const all = [...open, ...closed, ...notes];
  visitReferences(all, dressReference);
  for (const [index, note] of notes.entries()) {
    note.properties = { ...note.properties, value: String(index + 1) };
    dressBackReferences(note, index + 1, openNotes.has(note) ? openAnchors : null);
  }
  return { open: notes.filter((note) => openNotes.has(note)), closed: notes.filter((note) => !openNotes.has(note)) };
}

function noteId(reference: Element): string {
  return String(reference.properties['href']).slice(1);
}

function visitReferences(nodes: readonly Node[], act: (reference: Element) => void): void {
  for (const node of nodes) {
    if (isElement(node, 'a') && node.properties['dataFootnoteRef'] !== undefined) act(node);
    else if (isElement(node) || isJsx(node)) visitReferences(node.children as Node[], act);
  }
}

function dressReference(reference: Element): void {
  const { href, id } = reference.properties;
  reference.properties = { href, id, role: 'doc-noteref', className: ['note-ref'], dataFootnoteRef: true };
}

/** `anchors`: the references that a reader of the open part can go back to; `null` for a closed note, which keeps all. */
function dressBackReferences(holder: Element, number: number, anchors: Set<string> | null): void {
  holder.children = holder.children.filter(
    (child) =>
      !isElement(child, 'a') ||
      child.properties['dataFootnoteBackref'] === undefined ||
      anchors === null ||
      anchors.has(String(child.properties['href']).slice(1)),
  );
  for (const child of holder.children) {
    if (!isElement(child)) continue;
    if (child.tagName === 'a' && child.properties['dataFootnoteBackref'] !== undefined) {
      const { href } = child.properties;
      child.properties = { href, className: ['note-back'], ariaLabel: `Retour au texte, note ${number}` };
    } else dressBackReferences(child, number, anchors);
  }
}
