import type { APIRoute } from 'astro';
import { urls } from '../urls.ts';

/** Ends the session of this browser, when a form asks for it. */
export const GET: APIRoute = async ({ locals, redirect }) => {
  const { form, reader, session, readers, keep } = locals.personal!;
  if (form === null) return redirect(urls.account(), 303);
  if (reader !== null && session !== null) await readers.endSession(reader.id, session);
  keep('session', null);
  return redirect(urls.home(), 303);
};
