import { h } from 'hastscript';
import { drawing } from './charts.ts';
import type { StudyData } from './record-schemas.ts';
import { serialise } from './serialise.ts';

/**
 * What the page of a study shows besides its figures: how many there are, and a chart for each unit that two or more of
 * them share. A figure that is alone in its unit has nothing to be compared with, and bars start from zero.
 */
export function drawStudy({ figures }: StudyData): { figureCount: number; charts: string[] } {
  const units = Map.groupBy(figures, ({ unit }) => unit);
  const charts = Array.from(units).flatMap(([unit, ofUnit], index) => {
    if (ofUnit.length < 2 || ofUnit.some(({ value }) => value < 0)) return [];
    return [serialise([h('figure.chart', drawing(ofUnit, unitTitle(unit), `graphique_${index + 1}`))])];
  });
  return { figureCount: figures.length, charts };
}

function unitTitle(unit: string): string {
  if (unit === '') return 'En nombre';
  return unit === '%' ? 'En pourcentage' : `En ${unit}`;
}
