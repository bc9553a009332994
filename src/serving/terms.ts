import { createHash } from 'node:crypto';
import { absolute, urls } from '../urls.ts';
import type { Config } from '../config.ts';
import type { Content } from './content.ts';
import type { Render } from './render.ts';

/** The terms of sale as they read at an instant. `version` is the SHA-256 of the text. */
export interface Terms {
  version: string;
  text: string;
}

/** Reads the terms of sale where readers do, on their page: whoever orders accepts just that. */
export function termsOfSale(
  content: Content,
  render: Render,
  { siteUrl, stripe }: Pick<Config, 'siteUrl' | 'stripe'>,
): (now: Date) => Promise<Terms> {
  return async (now) => {
    const page = await content.use((editorial, search) => {
      const services = { editorial, search, siteUrl, isPaymentOpen: stripe !== null };
      return render(urls.house.terms, { services, audience: 'public', now, gone: false, personal: null });
    });
    const html = /<article[^>]*>(.*)<\/article>/s.exec(page?.body.toString() ?? '')?.[1];
    if (html === undefined) throw new Error(`the terms of sale are not at ${absolute(siteUrl, urls.house.terms)}`);
    const text = plainText(html);
    return { version: createHash('sha256').update(text).digest('hex'), text };
  };
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: '\u00a0' };

/** The text of a page of the house, a paragraph a line, an empty line before a heading. */
function plainText(html: string): string {
  return html
    .replace(/<nav\b.*?<\/nav>/gs, '')
    .replace(/\s+/g, ' ')
    .replace(/<h[1-3]\b/g, '\n\n<')
    .replace(/<li\b/g, '\n– <')
    .replace(/<(?:p|dt|blockquote)\b/g, '\n<')
    .replace(/<dd\b/g, '\u00a0: <')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
