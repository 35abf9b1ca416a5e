import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Context } from './context.js';
import { declareOutput } from './options/declareOptions.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions, present } from './output.js';

/** `kiln evaluate RUN [--images … --labels …]`. */
export function evaluateCommand({ services, terminal }: Context): Command {
  const command = new Command('evaluate')
    .description("measure how well a run's model classifies its test set, or other labelled images")
    .argument('<run>', "the run's folder")
    .option('--images <path>', 'other images: an .npy file, a TIFF stack or a folder; needs --labels')
    .option('--labels <file>', 'their classes: an .npy or a CSV file')
    .action(async (folder: string, raw: RawOptions) => {
      const { imagesWithLabels } = await import('./imagesWithLabels.js');
      const result = await services.evaluateRun(folder, { ...jobOptions(raw), ...imagesWithLabels(raw) });
      const { describeTest } = await import('./describeResult.js');
      present(terminal, jobOptions(raw), result, () => describeTest(result));
    });
  return declareOutput(command);
}

/** `kiln classify RUN --images …`. */
export function classifyCommand({ services, terminal }: Context): Command {
  const command = new Command('classify')
    .description("classify images with a run's model: class, pose and content of each, as a CSV table")
    .argument('<run>', "the run's folder")
    .requiredOption('--images <path>', 'an .npy file, a TIFF stack or a folder of PNG and TIFF files')
    .option('--out <file>', 'the table to write (classified.csv in the run)')
    .action(async (folder: string, raw: RawOptions) => {
      const { textOf } = await import('./optionReaders.js');
      const out = textOf(raw, 'out') ?? join(folder, 'classified.csv');
      const result = await services.classifyRun(folder, textOf(raw, 'images') ?? '', { ...jobOptions(raw), out });
      const { describeClassified } = await import('./describeResult.js');
      present(terminal, jobOptions(raw), result, () => describeClassified(result));
    });
  return declareOutput(command);
}

/** `kiln suggest RUN [--images …]`. */
export function suggestCommand({ services, terminal }: Context): Command {
  const command = new Command('suggest')
    .description("name the images whose labels would tell a run's model most, the most telling first, as a CSV table")
    .argument('<run>', "the run's folder")
    .option('--images <path>', "other images than the run's unlabelled ones: an .npy file, a TIFF stack or a folder")
    .option('--count <n>', 'how many images (20)')
    .option('--out <file>', 'the table to write (suggested.csv in the run)')
    .action(async (folder: string, raw: RawOptions) => {
      const { readOption, textOf } = await import('./optionReaders.js');
      const count = (await readOption(raw, 'count', z.int().min(1), '20')) ?? 20;
      const out = textOf(raw, 'out') ?? join(folder, 'suggested.csv');
      const images = textOf(raw, 'images');
      const options = { ...jobOptions(raw), count, out, ...(images !== undefined && { images }) };
      const result = await services.suggestLabels(folder, options);
      const { describeSuggestion } = await import('./describeResult.js');
      present(terminal, jobOptions(raw), result, () => describeSuggestion(result));
    });
  return declareOutput(command);
}

/** `kiln traverse RUN`. */
export function traverseCommand({ services, terminal }: Context): Command {
  const command = new Command('traverse')
    .description('draw what the decoder makes of each class as two latents change')
    .argument('<run>', "the run's folder")
    .option('--steps <n>', 'rows and columns of each picture (9)')
    .action(async (folder: string, raw: RawOptions) => {
      const { readOption } = await import('./optionReaders.js');
      const steps = (await readOption(raw, 'steps', z.int().min(1).max(50), '9')) ?? 9;
      const result = await services.traverseRun(folder, { ...jobOptions(raw), steps });
      present(terminal, jobOptions(raw), result, () => result.files.join('\n'));
    });
  return declareOutput(command);
}
