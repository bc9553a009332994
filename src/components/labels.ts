import { fr } from '../text/fr.ts';

export const { kindOf, voiceOf } = fr;
