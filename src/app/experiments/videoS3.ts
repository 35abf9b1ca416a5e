import { gif, type Raster } from '../figures/index.js';
import type { Experiment } from './experiment.js';
import { filmInWords, frameOf } from './film.js';
import { finalAccuracy } from './finalAccuracy.js';
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
      const accuracy = finalAccuracy(model);
      const title = `ss-rVAE: ${count} labels of each class, test accuracy ${accuracy.toFixed(3)}`;
      frames.push(await model.use((run) => frameOf(run, run.params, title)));
      rows.push([count, accuracy]);
    }
    const words = ([count, accuracy]: readonly [number, number] = [0, NaN]): string =>
      `${accuracy.toFixed(3)} with ${count} labels of each class`;
    return {
      summary: [`Test accuracy goes from ${words(rows[0])} to ${words(rows.at(-1))}.`],
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
          caption: `One frame for each number of labels: our recipe. ${filmInWords}`,
        },
      ],
    };
  },
};
