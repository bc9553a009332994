/** A browser without windows: keeps cookies, follows nothing, and times what it is answered. */
export interface Visitor {
  get(path: string): Promise<Answer>;
  post(path: string, fields?: Record<string, string>): Promise<Answer>;
  /** Keeps a cookie of the magazine. */
  keep(cookie: string): void;
}

export interface Answer {
  status: number;
  text: string;
  location: string | null;
  /** What the browser was told to keep: Set-Cookie headers. */
  cookies: string[];
  ms: number;
}

let visitors = 0;

/** Each comes from an address of its own, for limits. `siteUrl`: where forms are said to come from. */
export function aVisitor(url: string, siteUrl: string = url): Visitor {
  const cookies = new Map<string, string>();
  visitors += 1;
  const client = `192.0.${visitors >> 8}.${visitors & 255}`;

  async function ask(path: string, init: RequestInit): Promise<Answer> {
    const begun = performance.now();
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      ...(init.headers as Record<string, string>),
      'x-forwarded-for': client,
      ...(cookie && { cookie }),
    };
    const response = await fetch(url + path, { ...init, redirect: 'manual', headers });
    const text = await response.text();
    const kept = response.headers.getSetCookie();
    for (const line of kept) keep(line);
    return {
      status: response.status,
      text,
      cookies: kept,
      location: response.headers.get('location'),
      ms: performance.now() - begun,
    };
  }

  function keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }

  return {
    keep,
    get: (path) => ask(path, {}),
    post: (path, fields = {}) =>
      ask(path, { method: 'POST', headers: { origin: siteUrl }, body: new URLSearchParams(fields) }),
  };
}
