import { accuracyTable } from './accuracyTable.js';
import { cardsModel, PAPER_EPOCHS } from './cardsModel.js';
import type { Experiment } from './experiment.js';
import { trainingFilm } from './film.js';
import { finalAccuracy } from './finalAccuracy.js';
import { lengthOf } from './moment.js';

export const videoS1: Experiment = {
  title: 'Film of training: ss-VAE',
  about:
    'Video S1 of the paper: class manifolds and latents of ss-VAE, which has no pose, epoch by epoch, with cards rotated by up to ' +
    `±60°. The paper's settings, with fewer pixels a step and ${PAPER_EPOCHS} epochs.`,
  run: async (lab) => {
    const { model } = await lab.models({ model: cardsModel(lab.settings, { recipe: 'paper', kind: 'ssvae' }) });
    const accuracy = finalAccuracy(model).toFixed(3);
    return {
      summary: [`After ${lengthOf(model)} ss-VAE classifies ${accuracy} of the test cards correctly.`],
      tables: [accuracyTable(model, 'epochs', 'ss-VAE by epoch')],
      figures: [await trainingFilm(model, "ss-VAE, paper's recipe", 'training.gif')],
    };
  },
};
