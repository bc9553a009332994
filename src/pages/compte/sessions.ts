import type { APIRoute } from 'astro';
import { urls } from '../../urls.ts';

/** Ends one session of the reader, by its handle, or all of them. */
export const GET: APIRoute = async ({ locals, redirect }) => {
  const { form, reader, session, readers, keep } = locals.personal!;
  if (reader === null || form === null) return redirect(urls.account(), 303);
  const handle = form.get('session');
  if (handle === null) await readers.endAllSessions(reader.id);
  else await readers.endSession(reader.id, handle);
  if (handle !== null && handle !== session) return redirect(`${urls.account()}?fait=deconnecte`, 303);
  keep('session', null);
  return redirect(urls.signIn(), 303);
};
