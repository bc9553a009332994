import type { APIRoute } from 'astro';
import { urls } from '../../urls.ts';

/** A subscription that was to end goes on. */
export const GET: APIRoute = async ({ locals, redirect }) => {
  const { form, reader, subscriptions } = locals.personal!;
  if (reader === null || form === null) return redirect(urls.account(), 303);
  const account = await subscriptions.accountOf(reader.id, locals.now);
  const own = account.subscriptions.find(({ id }) => id === form.get('abonnement'));
  const goesOn = own !== undefined && (await subscriptions.resume(own.id, locals.now).catch(() => false));
  return redirect(`${urls.account()}?fait=${goesOn ? 'repris' : 'reprise-indisponible'}`, 303);
};
