import { createHash, createHmac } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';

interface Variant {
  name: string;
  width: number;
  bytes: number;
}

/** The files made from one source picture. The shape that `Picture` of the editorial folder adds a text and a credit to. */
export interface Asset {
  id: string;
  width: number;
  height: number;
  avif: Variant[];
  webp: Variant[];
  fallback: Variant & { type: 'image/jpeg' | 'image/png'; height: number };
}

/** What is wrong with a picture, for the editor who named it. */
export interface PictureFault {
  what: string;
  remedy: string;
}

/** Rises when the settings below change, so that every picture is made again under another name. */
const PIPELINE = 2;
const WIDTHS = [480, 720, 960, 1600];
const FALLBACK_WIDTH = 1200;
/** Pixels. A larger picture would take more memory than it is worth on a page. */
const LARGEST = 50_000_000;
const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif']);
const FORMATS = new Set(['jpeg', 'png', 'webp', 'heif']);

/**
 * The path below the content folder of a picture that `file` names, or what is wrong with the name. A picture stands
 * beside the piece or in another folder of the content; it never comes from outside.
 */
export function locatePicture(src: string, file: string, contentDir: string): string | PictureFault {
  if (/^[a-z]+:|^\/\//i.test(src)) {
    return { what: `l’image « ${src} » est sur un autre site`, remedy: 'copiez-la à côté du texte' };
  }
  const located = path.posix.normalize(path.posix.join(path.posix.dirname(file), src));
  if (located.startsWith('..') || path.posix.isAbsolute(src) || src.includes('\\') || src.includes('\0')) {
    return { what: `l’image « ${src} » est hors du dossier content`, remedy: 'copiez-la à côté du texte' };
  }
  const extension = path.posix.extname(located).toLowerCase();
  if (!EXTENSIONS.has(extension)) {
    return {
      what: `le format « ${extension} » est refusé`,
      remedy: 'enregistrez l’image en JPEG, PNG, WebP ou AVIF',
    };
  }
  const onDisk = statSync(path.join(contentDir, located), { throwIfNoEntry: false });
  if (!onDisk?.isFile()) {
    return { what: `l’image « ${src} » est introuvable`, remedy: 'vérifiez son nom ou copiez-la à côté du texte' };
  }
  if (!realpathSync(path.join(contentDir, located)).startsWith(realpathSync(contentDir) + path.sep)) {
    return { what: `l’image « ${src} » est un raccourci vers un autre dossier`, remedy: 'copiez-la à côté du texte' };
  }
  return located;
}

/**
 * Makes the files of one picture, once: their names come from its bytes, so an unchanged picture is never made again.
 * A picture of a closed part is named with the secret key instead: no one who has seen the source can find its address.
 * Metadata (place, camera) is dropped, orientation applied. Without `mediaDir` the picture is only checked.
 */
export async function makePicture(
  absolutePath: string,
  mediaDir: string | null,
  closedKey: Uint8Array | null,
): Promise<Asset | PictureFault> {
  const bytes = readFileSync(absolutePath);
  const digest = closedKey === null ? createHash('sha256') : createHmac('sha256', closedKey);
  const id = digest.update(`picture ${PIPELINE}\n`).update(bytes).digest('hex').slice(0, 32);
  const image = sharp(bytes, { limitInputPixels: LARGEST, failOn: 'error' });
  const metadata = await image.metadata().catch(() => null);
  if (metadata === null || !FORMATS.has(metadata.format)) {
    return {
      what: 'cette image est illisible ou trop grande',
      remedy: 'enregistrez-la en JPEG, 50 millions de pixels au plus',
    };
  }
  const { width, height } = metadata.autoOrient;
  if (mediaDir !== null) mkdirSync(mediaDir, { recursive: true });
  const transparent = metadata.hasAlpha;
  const widths = WIDTHS.filter((candidate) => candidate <= width);
  if (widths.length === 0) widths.push(width);
  const make = async (target: number, extension: 'avif' | 'webp' | 'jpg' | 'png'): Promise<Variant> => {
    const name = `${id}-${target}.${extension}`;
    if (mediaDir === null) return { name, width: target, bytes: 0 };
    const file = path.join(mediaDir, name);
    if (!existsSync(file)) {
      const resized = image.clone().autoOrient().resize({ width: target, withoutEnlargement: true });
      const data = await encode(resized, extension);
      const unfinished = `${file}.${process.pid}.tmp`;
      writeFileSync(unfinished, data);
      renameSync(unfinished, file);
    }
    return { name, width: target, bytes: statSync(file).size };
  };
  try {
    const avif = await Promise.all(widths.map((target) => make(target, 'avif')));
    const webp = await Promise.all(widths.map((target) => make(target, 'webp')));
    const target = Math.min(FALLBACK_WIDTH, width);
    const fallback = await make(target, transparent ? 'png' : 'jpg');
    const largest = widths.at(-1) ?? width;
    return {
      id,
      width: largest,
      height: Math.round((height * largest) / width),
      avif,
      webp,
      fallback: {
        ...fallback,
        height: Math.round((height * target) / width),
        type: transparent ? 'image/png' : 'image/jpeg',
      },
    };
  } catch {
    return { what: 'cette image est abîmée', remedy: 'enregistrez-la de nouveau en JPEG' };
  }
}

function encode(image: Sharp, extension: 'avif' | 'webp' | 'jpg' | 'png'): Promise<Buffer> {
  if (extension === 'avif') return image.avif({ quality: 55, effort: 2 }).toBuffer();
  if (extension === 'webp') return image.webp({ quality: 76 }).toBuffer();
  return extension === 'jpg' ? image.jpeg({ quality: 80, mozjpeg: true }).toBuffer() : image.png().toBuffer();
}
