import type { APIRoute } from 'astro';
import { urls } from '../../urls.ts';

/** Leads to Stripe's portal, where invoices and the means of payment are. */
export const GET: APIRoute = async ({ locals, redirect }) => {
  const { form, reader, subscriptions } = locals.personal!;
  if (reader === null || form === null) return redirect(urls.account(), 303);
  const portal = await subscriptions.portalUrl(reader.id);
  return redirect(portal ?? `${urls.account()}?fait=paiement-indisponible`, 303);
};
