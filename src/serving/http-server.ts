import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RefusalReason } from './refusals.ts';
import type { Site } from './serving.ts';

/** How long a client may take, in milliseconds. */
export interface Limits {
  headersMs: number;
  requestMs: number;
  /** How often the two limits above are looked at. */
  checkEveryMs: number;
  keepAliveMs: number;
  /** Silence on a connection in the middle of an answer. */
  silenceMs: number;
}

/** Connections are kept longer than a usual proxy keeps them (60 s), so that the proxy is the one that closes. */
const LIMITS: Limits = {
  headersMs: 10_000,
  requestMs: 20_000,
  checkEveryMs: 2_000,
  keepAliveMs: 65_000,
  silenceMs: 60_000,
};
const MAX_HEADER_BYTES = 16 * 1024;
const CLOSE_AFTER_MS = 1_000;

/** A server that answers everything through `site`, even what is no HTTP. */
export function createHttpServer(site: Site, limits: Limits = LIMITS): Server {
  const server = createServer(
    {
      // Node answers a missing Host by itself, without our headers and our log line: `examine` does.
      requireHostHeader: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      keepAliveTimeout: limits.keepAliveMs,
    },
    site.handle,
  );
  // The headers that do not fit are dropped silently; `examine` counts them instead.
  server.maxHeadersCount = 0;
  server.timeout = limits.silenceMs;
  // Without listener Node sends `100 Continue`, asking for a body that is then refused.
  server.on('checkContinue', site.handle);
  server.on('checkExpectation', (request, response) => site.refuse(request, response, 'expectation'));
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => sendRaw(socket, site.refuseRaw('method')));
  server.on('clientError', (error: ClientError, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) socket.destroy();
    else sendRaw(socket, site.refuseRaw(reasonOf(error)));
  });
  return server;
}

/** Stops accepting, lets requests in flight finish for at most `graceMs`, then cuts what is left. */
export async function stopServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

interface ClientError extends Error {
  code?: string;
  rawPacket?: Buffer;
}

function reasonOf({ code, rawPacket }: ClientError): RefusalReason {
  if (code === 'HPE_HEADER_OVERFLOW') return 'long-headers';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'too-slow';
  const oddMethod = code === 'HPE_INVALID_METHOD' && /^[A-Z]{1,30} \S/.test(rawPacket?.toString('latin1') ?? '');
  return oddMethod ? 'method' : 'bad-request';
}

/** Half of an answer is on the wire: another one can not follow. The property is the one Node's own handler reads. */
function isAnswering(socket: Duplex): boolean {
  const { _httpMessage } = socket as Duplex & { _httpMessage?: { headersSent: boolean } | null };
  return _httpMessage?.headersSent ?? false;
}

function sendRaw(socket: Duplex, answer: Buffer): void {
  socket.on('error', () => socket.destroy());
  socket.end(answer);
  setTimeout(() => socket.destroy(), CLOSE_AFTER_MS).unref();
}
