import { Command } from 'commander';
// From the files themselves: the folder's index would load TensorFlow, and help is to come at once.
import { recipes } from '../config/recipes.js';
import { schemas } from '../config/runConfig.js';
import type { Context } from './context.js';
import { declareCards, declareOutput } from './options/declareOptions.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions, present } from './output.js';

/** `kiln data cards --out DIR`. */
export function dataCommand({ services, terminal }: Context): Command {
  const cards = new Command('cards')
    .description('write the playing cards as NumPy files: labelled, unlabelled and test')
    .requiredOption('--out <folder>', 'a new or empty folder')
    .action(async (raw: RawOptions) => {
      const { readSettings } = await import('./readSettings.js');
      const config = await readSettings(raw, schemas.cards, recipes.kiln.cards.data);
      const result = await services.exportCards(config, String(raw.out));
      present(terminal, jobOptions(raw), result, () => `${result.files.join(', ')} in ${result.folder}`);
    });
  declareOutput(declareCards(cards));
  return new Command('data').description('make data sets').addCommand(cards);
}
