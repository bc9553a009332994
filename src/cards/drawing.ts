import { readFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import { CARD } from '../urls.ts';
import type { CardFace } from './face.ts';

const PAPER = '#f4f0e4';
const INK = '#1f1b17';
const SOFT = '#5c554a';
const ACCENT = '#b0361b';

const MARGIN = 64;
/** The drawings of the magazine are of three by two, and shown whole. */
export const PICTURE_WIDTH = 576;
export const PICTURE_HEIGHT = 384;
/** The gap between the title and the drawing. */
const GAP = 40;
/** What stands on the right of a card without a drawing. */
const MARK_WIDTH = 252;
const FOOT_HEIGHT = 154;
const KICKER_HEIGHT = 54;
const LINE_HEIGHT = 1.08;
const TITLE_HEIGHT = CARD.height - MARGIN - KICKER_HEIGHT - FOOT_HEIGHT - 20;
const MOST_LINES = 5;
const SIZES = [120, 104, 92, 82, 74, 67, 61, 55, 50, 46, 42, 38, 34, 30, 26];

/** The opening guillemet of the magazine, on a square of 32. */
const MARK = 'M15.4 5.5h1.2l-6.3 10.5 6.3 10.5h-1.2L5 16zM26.4 5.5h1.2L21.3 16l6.3 10.5h-1.2L16 16z';

type Child = Node | string;
interface Node {
  type: string;
  key?: string;
  props: { style?: Record<string, string | number>; children?: Child | Child[]; [attribute: string]: unknown };
}

const font = (name: string) => readFileSync(new URL(`./fonts/${name}.ttf`, import.meta.url));
const FONTS = [
  { name: 'Title', data: font('title'), weight: 500 as const },
  { name: 'Title more', data: font('title-more'), weight: 500 as const },
  { name: 'Label', data: font('label'), weight: 400 as const },
  { name: 'Label more', data: font('label-more'), weight: 400 as const },
  { name: 'Label', data: font('label-bold'), weight: 600 as const },
  { name: 'Label more', data: font('label-bold-more'), weight: 600 as const },
];
const TITLE = 'Title, Title more';
const TRACKING = '-0.018em';
const LABEL = 'Label, Label more';

/**
 * A card as SVG, with every letter as a path. The title takes the largest size at which it is whole on five lines, and
 * its lines are made as equal as they can be. `picture`: the address or the data of a picture of PICTURE_WIDTH by
 * PICTURE_HEIGHT; without one, the mark stands in its place.
 */
export async function cardSvg(face: CardFace, picture: string | null): Promise<string> {
  const beside = picture === null ? MARK_WIDTH + MARGIN : PICTURE_WIDTH + GAP;
  const width = CARD.width - MARGIN - beside;
  const { size, measure } = await fit(face.title, width);
  const inside = CARD.width - 2 * MARGIN - (picture === null ? MARK_WIDTH : 0);
  return draw(
    box({ position: 'relative', width: CARD.width, height: CARD.height, backgroundColor: PAPER, color: INK }, [
      at(MARGIN, MARGIN - 8, [box({ flexDirection: 'column' }, [kicker(face), title(face.title, size, measure)])]),
      picture === null
        ? at(CARD.width - MARK_WIDTH, 0, [markPanel()])
        : at(CARD.width - PICTURE_WIDTH, 0, [drawing(picture)]),
      at(MARGIN, CARD.height - FOOT_HEIGHT, [foot(face, inside)]),
    ]),
  );
}

/** The pixels of an SVG that `cardSvg` made, as PNG. */
export function cardPng(svg: string): Buffer {
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}

async function fit(text: string, width: number): Promise<{ size: number; measure: number }> {
  const widest = await widestWord(text);
  const whole = SIZES.filter((size) => widest * size <= width);
  for (const size of whole.length > 0 ? whole : SIZES.slice(-1)) {
    const lines = await linesOf(text, size, width);
    if (size !== SIZES.at(-1) && (lines > MOST_LINES || lines * size * LINE_HEIGHT > TITLE_HEIGHT)) continue;
    const least = Math.max(width * 0.55, Math.ceil(widest * size) + 1);
    return { size, measure: await balanced(text, size, lines, least, width) };
  }
  throw new Error('no size is the last one');
}

/** The narrowest column, `least` wide, that takes no more lines. */
async function balanced(text: string, size: number, lines: number, least: number, width: number): Promise<number> {
  let enough = width;
  let little = least;
  while (enough - little > 16) {
    const middle = Math.floor((enough + little) / 2);
    if ((await linesOf(text, size, middle)) > lines) little = middle;
    else enough = middle;
  }
  return enough;
}

/** The width of the widest word, in em. */
async function widestWord(text: string): Promise<number> {
  const size = 10;
  let widest = 0;
  const words = text.split(/ |(?<=-)/).map((word): Node => {
    return {
      ...box({ fontFamily: TITLE, fontWeight: 500, fontSize: size, letterSpacing: TRACKING }, [word]),
      key: 'word',
    };
  });
  await draw(box({ flexDirection: 'column', alignItems: 'flex-start' }, words), (node) => {
    if (node.key === 'word') widest = Math.max(widest, node.width);
  });
  return widest / size;
}

async function linesOf(text: string, size: number, width: number): Promise<number> {
  let height = 0;
  await draw(box({ width, flexDirection: 'column' }, [title(text, size, width)]), (node) => {
    if (node.key === 'title') height = node.height;
  });
  return Math.round(height / (size * LINE_HEIGHT));
}

function draw(
  node: Node,
  onNodeDetected?: (node: { key?: string | number; width: number; height: number }) => void,
): Promise<string> {
  const options = { width: CARD.width, height: CARD.height, fonts: FONTS, ...(onNodeDetected && { onNodeDetected }) };
  return satori(node as unknown as Parameters<typeof satori>[0], options);
}

function box(style: Record<string, string | number>, children: Child[]): Node {
  return { type: 'div', props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children } };
}

function at(left: number, top: number, children: Child[]): Node {
  return box({ position: 'absolute', left, top }, children);
}

function kicker({ kicker: text, advertisement }: CardFace): Node {
  const style = { fontFamily: LABEL, fontWeight: 600, fontSize: 26, lineHeight: 1.2, height: KICKER_HEIGHT, gap: 18 };
  const label = box({ color: ACCENT }, [text]);
  if (advertisement === null) return box(style, [label]);
  return box(style, [box({ height: 36, padding: '1px 10px', border: `1px solid ${INK}` }, [advertisement]), label]);
}

/** The guillemets of a title are in the colour of the mark. */
function title(text: string, size: number, width: number): Node {
  const parts = text.split(/(«\u00a0?|\u00a0?»)/u).filter((part) => part !== '');
  const style = {
    display: 'block',
    width,
    fontFamily: TITLE,
    fontWeight: 500,
    fontSize: size,
    lineHeight: LINE_HEIGHT,
    letterSpacing: TRACKING,
    wordBreak: 'break-word',
  };
  const children = parts.map((part): Child => {
    return /[«»]/.test(part) ? { type: 'span', props: { style: { color: ACCENT }, children: part } } : part;
  });
  return { type: 'div', key: 'title', props: { style, children } };
}

const TWO_LINES = { display: 'block', lineClamp: 2 };

function foot({ voice, role, site }: CardFace, width: number): Node {
  const guillemet = (sign: string) => box({ color: ACCENT }, [sign]);
  const name = { fontFamily: TITLE, fontWeight: 500, fontSize: 44, lineHeight: 1, letterSpacing: '-0.025em', gap: 5 };
  const words = { fontFamily: LABEL, fontSize: 25, lineHeight: 1.3, flexDirection: 'column', maxWidth: width - 260 };
  const lines = [box({ ...TWO_LINES, fontWeight: 600 }, [voice])];
  if (role !== null) lines.push(box({ ...TWO_LINES, color: SOFT, fontSize: 22 }, [role]));
  const row = { justifyContent: 'space-between', alignItems: 'flex-start', paddingTop: 20 };
  return box({ ...row, width, height: FOOT_HEIGHT, borderTop: `1px solid ${INK}` }, [
    box(words, lines),
    box(name, [guillemet('«'), site, guillemet('»')]),
  ]);
}

function markPanel(): Node {
  const path: Node = { type: 'path', props: { d: MARK, fill: PAPER } };
  const mark: Node = { type: 'svg', props: { width: 208, height: 208, viewBox: '0 0 32 32', children: [path] } };
  const style = { width: MARK_WIDTH, height: CARD.height, backgroundColor: ACCENT };
  return box({ ...style, justifyContent: 'center', alignItems: 'center' }, [mark]);
}

function drawing(src: string): Node {
  return { type: 'img', props: { src, width: PICTURE_WIDTH, height: PICTURE_HEIGHT } };
}
