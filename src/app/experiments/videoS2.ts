import { recipes } from '../config/index.js';
import { accuracyTable } from './accuracyTable.js';
import { cardsModel, PAPER_EPOCHS } from './cardsModel.js';
import type { Experiment } from './experiment.js';
import { trainingFilm } from './film.js';
import { finalAccuracy } from './finalAccuracy.js';
import { lengthOf } from './moment.js';
import type { TrainedModel } from './trainModels.js';

export const videoS2: Experiment = {
  title: 'Film of training: ss-rVAE',
  about:
    "Video S2 of the paper: class manifolds and latents of ss-rVAE as it is trained on cards rotated by up to ±60°: with the paper's " +
    `settings (fewer pixels a step, ${PAPER_EPOCHS} epochs), and with ours (${recipes.kiln.cards.training.steps ?? 0} steps).`,
  run: async (lab) => {
    const { paper, ours } = await lab.models({
      paper: cardsModel(lab.settings, { recipe: 'paper' }),
      ours: cardsModel(lab.settings, { recipe: 'kiln' }),
    });
    const end = (model: TrainedModel): string => `${finalAccuracy(model).toFixed(3)} after ${lengthOf(model)}`;
    return {
      summary: [`Test accuracy of ss-rVAE: ${end(paper)} of the paper's recipe, ${end(ours)} of ours.`],
      tables: [
        accuracyTable(paper, 'epochs-paper', "ss-rVAE by epoch, paper's recipe"),
        accuracyTable(ours, 'steps-ours', 'ss-rVAE by step, our recipe'),
      ],
      figures: [
        await trainingFilm(paper, "ss-rVAE, paper's recipe", 'training-paper.gif'),
        await trainingFilm(ours, 'ss-rVAE, our recipe', 'training-ours.gif'),
      ],
    };
  },
};
