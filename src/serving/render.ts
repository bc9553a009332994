import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageLocals } from '../services.ts';

/** A rendered answer, before compression. */
export interface Rendered {
  status: number;
  /** Names in lower case; `set-cookie` may come several times. */
  headers: [name: string, value: string][];
  body: Buffer;
}

/**
 * Renders the page at `path` for an audience. It is told the path, for a search with its parameters, and the locals, and
 * nothing of the request, so that what is kept can not depend on who asked. `null`: no page has this address. Rejects
 * when rendering threw.
 */
export type Render = (path: string, locals: PageLocals) => Promise<Rendered | null>;

/** The handler that `astro build` makes with `@astrojs/node` in middleware mode. */
export type AstroHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
  locals: PageLocals,
) => Promise<void>;

/** Wraps Astro's handler: it is given a request that carries only the path and the site's own host. */
export function astroRender(handler: AstroHandler, siteUrl: string): Render {
  const { host, protocol } = new URL(siteUrl);
  const headers = { host };
  const socket = { encrypted: protocol === 'https:' };
  return async (path, locals) => {
    const request = { method: 'GET', url: path, headers, socket, once: () => request };
    const capture = captureResponse();
    let matched = true;
    const next = () => void (matched = false);
    await handler(request as unknown as IncomingMessage, capture.response as unknown as ServerResponse, next, locals);
    if (locals.failure !== undefined) throw locals.failure;
    return matched ? capture.rendered() : null;
  };
}

/** As much of a response as `@astrojs/node` writes to. */
function captureResponse() {
  const chunks: Uint8Array[] = [];
  const headers: [string, string][] = [];
  let failure: Error | null = null;
  const response = {
    statusCode: 200,
    statusMessage: '',
    headersSent: false,
    writeHead(status: number, given: Record<string, string | string[]>) {
      response.statusCode = status;
      response.headersSent = true;
      for (const [name, value] of Object.entries(given)) {
        for (const single of Array.isArray(value) ? value : [value]) headers.push([name.toLowerCase(), String(single)]);
      }
    },
    write(chunk: string | Uint8Array) {
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    },
    end(chunk?: string | Uint8Array) {
      if (chunk !== undefined) response.write(chunk);
    },
    destroy(error?: Error) {
      failure = error ?? new Error('rendering stopped half-way');
    },
    on: () => response,
    off: () => response,
  };
  return {
    response,
    rendered(): Rendered {
      if (failure !== null) throw failure;
      return {
        status: response.statusCode,
        headers,
        body: chunks.length === 1 ? asBuffer(chunks[0]) : Buffer.concat(chunks),
      };
    },
  };
}

function asBuffer(bytes: Uint8Array | undefined): Buffer {
  return bytes === undefined ? Buffer.alloc(0) : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
