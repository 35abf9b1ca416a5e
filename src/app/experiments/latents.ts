import { suitNames } from '../../data/index.js';
import { cardContenders, recipesInWords, testsInWords } from './cardContenders.js';
import { cardLatents } from './cardLatents.js';
import { withContenders } from './contenders.js';
import { contentFigure, contentTables } from './contentFindings.js';
import type { Experiment } from './experiment.js';
import { contentSummary, measureContent } from './latentContent.js';
import { measurePose } from './latentPose.js';
import { poseFigure, poseSummary, poseTable } from './poseFindings.js';
import { testCards } from './testCards.js';

const PER_CLASS = 1000;

export const latents: Experiment = {
  title: 'What the latents know of the true factors',
  about:
    'The paper says that one content latent of ss-rVAE is scale and the other shear, and that ss-VAE learns nothing of the kind. ' +
    'Here this is measured against the factors that the test cards were made with; and how well ss-rVAE recovers angle and place.',
  run: (lab) => {
    const { ours, paper, oursPlain, paperPlain } = cardContenders(lab);
    return withContenders(lab, [ours, paper, oursPlain, paperPlain], async (open) => {
      const cards = testCards({ testPerClass: lab.settings.isSmoke ? 60 : PER_CLASS });
      // Images of suit k are k, k + 4, …
      const bySuit = suitNames.map((_, suit) => Array.from({ length: cards.count / 4 }, (_unused, i) => 4 * i + suit));
      const found = open.map(({ name, models }) => ({
        name,
        models: models.map((model) => bySuit.map((indices) => cardLatents(model, cards, indices))),
      }));
      const content = found.map(({ name, models }) => measureContent(name, models, cards, bySuit));
      const poses = found
        .filter(({ models }) => models[0]?.[0]?.pose !== undefined)
        .map(({ name, models }) => ({ name, first: models[0] ?? [], errors: measurePose(models, cards, bySuit) }));
      const note = `${cards.count.toLocaleString('en')} test cards at ±60°, encoded under their true class. ${testsInWords} ${recipesInWords}`;
      return {
        summary: [...content.map(contentSummary), ...poses.map(poseSummary)],
        tables: [...contentTables(content), poseTable(poses)],
        figures: [
          ...(await Promise.all(content.map((one) => contentFigure(one, note)))),
          ...(await Promise.all(poses.map((one) => poseFigure(one, cards, bySuit, note)))),
        ],
      };
    });
  },
};
