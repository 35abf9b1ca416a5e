import { cardContenders, recipesInWords, testsInWords } from './cardContenders.js';
import { confusionFigures, confusionTable, describeClasses, type ModelResults } from './confusions.js';
import { classifyCards, withContenders } from './contenders.js';
import type { Experiment } from './experiment.js';
import { testCards, testSize } from './testCards.js';

/** The paper gives shear in per cent, and calls 15° 23 %. */
const degreesOf = (percent: number): number => (percent * 64) / 100;

const tests = [
  { panel: 'b', percent: 23, shear: 15, alpha: 60 },
  { panel: 'c', percent: 30, shear: degreesOf(30), alpha: 100 },
] as const;

const PER_CLASS = 3000;

export const fig4bc: Experiment = {
  title: 'Which cards are taken for which',
  about:
    'Figure 4b and c of the paper: confusion matrices for cards as disordered as the training cards (shear 23 %, angles up to ' +
    '60°) and more so (30 %, 100°). In the paper most errors are hearts that are called spades.',
  run: (lab) => {
    const { ours, paper } = cardContenders(lab);
    return withContenders(lab, [ours, paper], async (open) => {
      const testPerClass = testSize(lab.settings.isSmoke, PER_CLASS);
      const panels = tests.map(({ panel, percent, shear, alpha }) => {
        const cards = testCards({ testPerClass, shear: (shear * Math.PI) / 180, alpha: (alpha * Math.PI) / 180 });
        const disorder = `${percent} %, ±${alpha}°`;
        const classified = open.map((one): ModelResults => ({
          name: `${one.name} at ${disorder}`,
          results: classifyCards(one, cards),
        }));
        return { panel, disorder, classified };
      });
      const figures = panels.map(({ panel, disorder, classified }) => {
        const note = `(${panel}) Shear ${disorder}: ${testPerClass.toLocaleString('en')} cards of each class. ${testsInWords} ${recipesInWords}`;
        return confusionFigures(`${panel}-`, classified, note);
      });
      const all = panels.flatMap(({ classified }) => classified);
      return {
        summary: all.map((one) => `${describeClasses(one)}.`),
        tables: [confusionTable(all)],
        figures: (await Promise.all(figures)).flat(),
      };
    });
  },
};
