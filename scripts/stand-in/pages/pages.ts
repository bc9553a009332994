import type { World } from '../world/world.ts';
import { applyCode, checkoutPage, payCheckout } from './checkout-page.ts';
import { frame } from './frame.ts';
import { html } from './html.ts';
import { invoicePage, payOpenInvoice } from './invoice-page.ts';
import { portalAction, portalPage } from './portal-page.ts';

export type PageAnswer = { status: number; page: string } | { status: 303; location: string };

/** Answers a browser: `form` is what it posted, `null` when it only looks. */
export function answerPage(world: World, path: string, form: URLSearchParams | null): PageAnswer {
  const [, first, second, third, fourth] = path.split('/');
  if (first === 'c' && second === 'pay') {
    const session = world.records.sessions[third ?? ''];
    if (session === undefined) return lost();
    if (form === null) return checkoutPage(world, session);
    return fourth === 'code' ? applyCode(world, session, form) : payCheckout(world, session, form);
  }
  if (first === 'p' && second === 'session') {
    const session = world.records.portals[third ?? ''];
    if (session === undefined) return lost();
    return form === null ? portalPage(world, session) : (portalAction(world, session, fourth ?? '', form) ?? lost());
  }
  if (first === 'i') {
    const invoice = world.records.invoices[third ?? ''];
    if (invoice === undefined) return lost();
    return form === null ? invoicePage(world, invoice) : payOpenInvoice(world, invoice, form);
  }
  return lost();
}

function lost(): PageAnswer {
  const words =
    'Le banc d’essai ne connaît pas cette page. Ses pages durent autant que lui, sauf s’il tient un fichier.';
  return {
    status: 404,
    page: frame(
      'Page inconnue',
      html`<h1>Page inconnue</h1>
        <p>${words}</p>`,
    ),
  };
}
