import { accuracyTable } from './accuracyTable.js';
import { cardsModel } from './cardsModel.js';
import type { Experiment } from './experiment.js';
import { trainingFilm } from './film.js';

export const videoS1: Experiment = {
  title: 'Film of training: ss-VAE',
  about:
    'Video S1 of the paper: class manifolds and latents of ss-VAE, which has no pose, epoch by epoch, with cards turned by up ' +
    "to ±60°. The paper's settings, with fewer pixels a step and 30 epochs.",
  run: async (lab) => {
    const { model } = await lab.models({ model: cardsModel(lab.settings, { recipe: 'paper', kind: 'ssvae' }) });
    const last = model.history.at(-1);
    return {
      summary: [
        `After ${model.history.length} epochs ss-VAE sorts ${Number(last?.['testAccuracy']).toFixed(3)} of the test cards.`,
      ],
      tables: [accuracyTable(model, 'epochs', 'ss-VAE by epoch')],
      figures: [await trainingFilm(model, "ss-VAE, paper's recipe", 'training.gif')],
    };
  },
};
