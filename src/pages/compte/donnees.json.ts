import type { APIRoute } from 'astro';
import { urls } from '../../urls.ts';

/** Everything that is kept about the reader, as a file. */
export const GET: APIRoute = async ({ locals, redirect }) => {
  const { reader, subscriptions } = locals.personal!;
  if (reader === null) return redirect(urls.signIn(urls.account()), 303);
  const data = await subscriptions.exportOf(reader.id);
  return new Response(JSON.stringify(data, null, 2), {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="mes-donnees.json"',
    },
  });
};
