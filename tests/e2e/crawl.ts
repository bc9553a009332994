/** One answer of the site, whole. */
export interface Answer {
  path: string;
  status: number;
  headers: Headers;
  text: string;
}

/** Follows every address of ours that an answer names, from `starts` on. `visit` asks for one path. */
export async function crawl(
  starts: readonly string[],
  siteUrl: string,
  visit: (path: string) => Promise<Answer> | Answer,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  const waiting = [...starts];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (answers.has(path)) continue;
    const answer = await visit(path);
    answers.set(path, answer);
    waiting.push(...addressesIn(answer, siteUrl).filter((found) => !answers.has(found)));
  }
  return answers;
}

/** Paths of ours in HTML, XML, CSS or text: attributes, `srcset`, `<loc>`, `url(…)`, JSON-LD and the Location header. */
function addressesIn({ path, headers, text }: Answer, siteUrl: string): string[] {
  const type = headers.get('content-type') ?? '';
  const location = headers.get('location');
  const found = location === null ? [] : [location];
  if (/html|xml|json|text/.test(type)) {
    const hosts = siteUrl.replace('localhost', '(?:localhost|127\\.0\\.0\\.1)');
    for (const [, value] of text.matchAll(/\s(?:href|src|action|content)="([^"]*)"/g)) found.push(value ?? '');
    for (const [, value = ''] of text.matchAll(/\ssrcset="([^"]*)"/g)) {
      found.push(...value.split(',').map((candidate) => candidate.trim().split(/\s/)[0] ?? ''));
    }
    for (const [value] of text.matchAll(new RegExp(`${hosts}(?:[^\\s"'<>)\\]&\\\\]|&amp;)*`, 'g'))) found.push(value);
    for (const [, value] of text.matchAll(/url\(["']?([^"')]+)["']?\)/g)) found.push(value ?? '');
  }
  return found.flatMap((address) => {
    const decoded = address.replaceAll('&amp;', '&').replaceAll('&#38;', '&');
    if (!/^(https?:|\/|\.)/.test(decoded) || !URL.canParse(decoded, siteUrl + path)) return [];
    const url = new URL(decoded, siteUrl + path);
    return url.port === new URL(siteUrl).port && /^(localhost|127\.0\.0\.1)$/.test(url.hostname)
      ? [url.pathname + url.search]
      : [];
  });
}
