import { gif, type Raster } from '../figures/index.js';
import { shortInWords } from './cardsModel.js';
import type { Experiment } from './experiment.js';
import { filmInWords, frameOf } from './film.js';
import { labelCounts, labelsModel } from './labelsModels.js';

export const videoS3: Experiment = {
  title: 'Film: more labels, better ss-rVAE',
  about: 'Video S3 of the paper: class manifolds and latents of ss-rVAE as the number of labelled images grows.',
  run: async (lab) => {
    const configs = labelCounts(lab).map((count) => [`${count} labels`, labelsModel(lab, count, 0)] as const);
    const models = await lab.models(Object.fromEntries(configs));
    const frames: Raster[] = [];
    const rows: (readonly [number, number])[] = [];
    for (const count of labelCounts(lab)) {
      const model = models[`${count} labels`];
      if (model === undefined) continue;
      const accuracy = Number(model.history.at(-1)?.['testAccuracy']);
      const title = `ss-rVAE: ${count} labels of each class, test accuracy ${accuracy.toFixed(3)}`;
      frames.push(await model.use((run) => frameOf(run, run.params, title)));
      rows.push([count, accuracy]);
    }
    return {
      summary: [
        `Test accuracy goes from ${rows[0]?.[1].toFixed(3) ?? '-'} with ${rows[0]?.[0] ?? '-'} labels of each class to ${rows.at(-1)?.[1].toFixed(3) ?? '-'} with ${rows.at(-1)?.[0] ?? '-'}.`,
      ],
      tables: [
        {
          name: 'accuracy',
          title: 'Test accuracy of the frames',
          columns: ['labels of each class', 'test accuracy'],
          rows,
        },
      ],
      figures: [
        {
          file: 'labels.gif',
          content: await gif(frames, { delay: 1500, lastDelay: 3000 }),
          caption: `One frame for each number of labels: our recipe, ${shortInWords}. ${filmInWords}`,
        },
      ],
    };
  },
};
