import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { PieceSummary, Site } from '../editorial/editorial.ts';
import { type CardFace, faceOf, faceOfSite } from './face.ts';
import type { CardOrder, CardOutcome } from './artist.ts';

/** The card of a piece as a file. */
export interface CardFile {
  file: string;
  etag: string;
}

/** The pictures that stand for pieces when they are shared: made when first asked for, and kept. */
export interface Cards {
  /**
   * The card of a piece that is out; `null` when so many cards are waited for that this one has to be asked for again.
   * Rejects when it can not be drawn. Drawing goes on in a process of its own, one card at a time.
   */
  fileOf(piece: PieceSummary, siteName: string): Promise<CardFile | null>;
  close(): Promise<void>;
}

/** Rises when the drawing changes, so that every card is made again. */
const DESIGN = 1;
const MOST_WAITING = 24;
const LONGEST_DRAWING_MS = 20_000;
/** How long the process, which holds some 300 MB, is kept for the next card. */
const IDLE_MS = 30_000;
const ARTIST = new URL('./artist.ts', import.meta.url);

/** Cards below `dataDir`, which may be deleted at any time. */
export function openCards(dataDir: string): Cards {
  const folder = path.join(dataDir, 'cards');
  const underWay = new Map<string, Promise<CardFile>>();
  const draughtsman = createDraughtsman();
  let last: Promise<unknown> = Promise.resolve();

  async function make(uid: string, name: string, face: CardFace): Promise<CardFile> {
    const file = path.join(folder, name);
    mkdirSync(folder, { recursive: true });
    const picture = face.picture === null ? null : path.join(dataDir, 'media', face.picture);
    await draughtsman.draw({ face, picture, file });
    for (const other of readdirSync(folder)) {
      if (other.startsWith(`${uid}.`) && other !== name) rmSync(path.join(folder, other), { force: true });
    }
    return { file, etag: `"${name}"` };
  }

  return {
    fileOf(piece, siteName) {
      const face = faceOf(piece, siteName);
      const name = `${piece.uid}.${hashOf(face)}.png`;
      const file = path.join(folder, name);
      const pending = underWay.get(name);
      if (pending !== undefined) return pending;
      if (existsSync(file)) return Promise.resolve({ file, etag: `"${name}"` });
      if (underWay.size >= MOST_WAITING) return Promise.resolve(null);
      const made = last.then(() => make(piece.uid, name, face)).finally(() => underWay.delete(name));
      last = made.catch(() => undefined);
      underWay.set(name, made);
      return made;
    },
    close: () => draughtsman.close(),
  };
}

/** Draws into `file` the card of the pages that are no piece. */
export async function drawSiteCard({ name, tagline }: Pick<Site, 'name' | 'tagline'>, file: string): Promise<void> {
  const draughtsman = createDraughtsman();
  try {
    await draughtsman.draw({ face: faceOfSite(name, tagline), picture: null, file });
  } finally {
    await draughtsman.close();
  }
}

function hashOf(face: CardFace): string {
  return createHash('sha256')
    .update(JSON.stringify([DESIGN, face]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * The process that draws: begun when needed, ended when idle, replaced when it fails. One order at a time. A process and
 * not a thread: what drawing takes of memory is given back, and what goes wrong in native code stays there.
 */
function createDraughtsman() {
  let artist: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = artist;
    artist = null;
    if (ended === null || ended.exitCode !== null || ended.signalCode !== null) return;
    const gone = once(ended, 'exit');
    ended.kill('SIGKILL');
    await gone;
  }

  return {
    close: end,
    async draw(order: CardOrder): Promise<void> {
      clearTimeout(idle);
      artist ??= fork(ARTIST, { env: {}, execArgv: [] });
      const mine = artist;
      const outcome = Promise.withResolvers<CardOutcome>();
      const fail = () => outcome.reject(new Error('the process that draws cards ended'));
      const late = setTimeout(
        () => outcome.reject(new Error(`${order.file} takes too long to draw`)),
        LONGEST_DRAWING_MS,
      );
      mine.once('message', outcome.resolve).once('error', outcome.reject).once('exit', fail);
      try {
        mine.send(order);
        const { failure } = await outcome.promise;
        if (failure !== null) throw new Error(`${order.file} can not be drawn: ${failure}`);
        idle = setTimeout(() => void end(), IDLE_MS).unref();
      } catch (error) {
        if (artist === mine) await end();
        throw error;
      } finally {
        clearTimeout(late);
        mine.off('message', outcome.resolve).off('error', outcome.reject).off('exit', fail);
      }
    },
  };
}
