import { cardContenders, recipesInWords, testsInWords } from './cardContenders.js';
import { confusionFigures, confusionTable, describeClasses, type ModelResults } from './confusions.js';
import { classifyCards, withContenders } from './contenders.js';
import type { Experiment } from './experiment.js';
import { formatSpread, spreadOf } from './measures/index.js';
import { testCards, testSize } from './testCards.js';

const PER_CLASS = 3000;

export const figS2: Experiment = {
  title: 'Confusion matrices with and without a pose',
  about:
    'Figure S2 of the paper: what ss-VAE and ss-rVAE take the test cards for. The reference implementation logs .92 of the clubs, ' +
    '.97 of the spades, .62 of the hearts (the others are called spades) and all diamonds for ss-rVAE.',
  run: (lab) => {
    const { ours, paper, oursPlain, paperPlain } = cardContenders(lab);
    return withContenders(lab, [oursPlain, ours, paperPlain, paper], async (open) => {
      const testPerClass = testSize(lab.settings.isSmoke, PER_CLASS);
      const cards = testCards({ testPerClass });
      const classified = open.map((one): ModelResults => ({ name: one.name, results: classifyCards(one, cards) }));
      const note = `${testPerClass.toLocaleString('en')} cards of each class at ±60°. ${testsInWords} ${recipesInWords}`;
      const accuracies = classified.map(({ name, results }) => {
        return `${name} ${formatSpread(spreadOf(results.map(({ accuracy }) => accuracy)))}`;
      });
      return {
        summary: [`Accuracy: ${accuracies.join('; ')}.`, ...classified.map((one) => `${describeClasses(one)}.`)],
        tables: [confusionTable(classified)],
        figures: await confusionFigures('', classified, note),
      };
    });
  },
};
