import { renameSync, writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import sharp from 'sharp';
import { cardPng, cardSvg, PICTURE_HEIGHT, PICTURE_WIDTH } from './drawing.ts';
import type { CardFace } from './face.ts';

/** A card to draw into `file`. `picture`: the drawing beside its text, in a file. */
export interface CardOrder {
  face: CardFace;
  picture: string | null;
  file: string;
}

/** `failure`: why there is no file. */
export interface CardOutcome {
  failure: string | null;
}

// Readers come first.
setPriority(constants.priority.PRIORITY_LOW);
process.on('message', (order: CardOrder) => {
  draw(order).then(
    () => report({ failure: null }),
    (error: unknown) => report({ failure: error instanceof Error ? error.message : String(error) }),
  );
});

function report(outcome: CardOutcome): void {
  process.send?.(outcome);
}

async function draw({ face, picture, file }: CardOrder): Promise<void> {
  const drawn = picture === null ? null : await pictureData(picture);
  const unfinished = `${file}.tmp`;
  writeFileSync(unfinished, cardPng(await cardSvg(face, drawn)));
  renameSync(unfinished, file);
}

/** A drawing of three by two is kept whole; of anything else, what draws the eye. */
async function pictureData(file: string): Promise<string> {
  const size = { width: PICTURE_WIDTH, height: PICTURE_HEIGHT, fit: 'cover', position: 'attention' } as const;
  const png = await sharp(file).resize(size).png().toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
