import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { HeaderList } from './headers.ts';
import { isFresh, readRange } from './negotiation.ts';

/** A file to send and how. */
export interface SentFile {
  /** Where it lies. */
  file: string;
  etag: string;
  /** Everything but ETag, Content-Length and the headers of ranges. */
  headers: HeaderList;
}

/**
 * Sends a file, or the part that was asked for (200, 206, 304, 416), and gives the status; `null`, with nothing sent, when
 * there is no such file. A client that goes away while it is sent is no error.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { file, etag, headers }: SentFile,
): Promise<number | null> {
  const base = [...headers, 'ETag', etag];
  if (isFresh(request.headers, etag, null)) return finish(response, 304, base);

  const handle = await openFile(file);
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    const ifRange = request.headers['if-range'];
    const range = ifRange === undefined || ifRange === etag ? readRange(request.headers.range, size) : null;
    if (range === 'unsatisfiable') {
      return finish(response, 416, [...base, 'Content-Range', `bytes */${size}`, 'Content-Length', '0']);
    }
    const { start, end } = range ?? { start: 0, end: size - 1 };
    const status = range === null ? 200 : 206;
    const length = ['Accept-Ranges', 'bytes', 'Content-Length', String(end - start + 1)];
    const place = range === null ? [] : ['Content-Range', `bytes ${start}-${end}/${size}`];
    if (request.method === 'HEAD' || size === 0) return finish(response, status, [...base, ...length, ...place]);

    response.writeHead(status, [...base, ...length, ...place]);
    await pipeline(handle.createReadStream({ start, end, autoClose: false }), response).catch(unlessGone);
    return status;
  } finally {
    await handle.close();
  }
}

function finish(response: ServerResponse, status: number, headers: string[]): number {
  response.writeHead(status, headers);
  response.end();
  return status;
}

async function openFile(file: string): Promise<FileHandle | null> {
  try {
    const handle = await open(file);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function unlessGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE' && error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
}
