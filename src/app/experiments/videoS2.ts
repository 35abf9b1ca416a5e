import { accuracyTable } from './accuracyTable.js';
import { cardsModel } from './cardsModel.js';
import type { Experiment } from './experiment.js';
import { trainingFilm } from './film.js';

export const videoS2: Experiment = {
  title: 'Film of training: ss-rVAE',
  about:
    'Video S2 of the paper: class manifolds and latents of ss-rVAE epoch by epoch, with cards turned by up to ±60°: with the ' +
    "paper's settings (fewer pixels a step, 30 epochs), and with ours (10 epochs).",
  run: async (lab) => {
    const { paper, ours } = await lab.models({
      paper: cardsModel(lab.settings, { recipe: 'paper' }),
      ours: cardsModel(lab.settings, { recipe: 'kiln' }),
    });
    const end = ({ history }: typeof paper): string =>
      `${Number(history.at(-1)?.['testAccuracy']).toFixed(3)} after ${history.length} epochs`;
    return {
      summary: [`Test accuracy of ss-rVAE: ${end(paper)} of the paper's recipe, ${end(ours)} of ours.`],
      tables: [
        accuracyTable(paper, 'epochs-paper', "ss-rVAE by epoch, paper's recipe"),
        accuracyTable(ours, 'epochs-ours', 'ss-rVAE by epoch, our recipe'),
      ],
      figures: [
        await trainingFilm(paper, "ss-rVAE, paper's recipe", 'training-paper.gif'),
        await trainingFilm(ours, 'ss-rVAE, our recipe', 'training-ours.gif'),
      ],
    };
  },
};
