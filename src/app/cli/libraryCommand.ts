import { Command } from 'commander';
import { untilInterrupted } from '../interrupt.js';
import type { Context } from './context.js';
import { declareLibrary } from './options/declareOptions.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions, present } from './output.js';

const examples = `
Examples:
  kiln library grid1.tif grid2.tif --out gold --pixel-size "0.42 nm" --classes single,pair,other
  kiln library micrographs --out gold --labels labels.csv --quick

The same command on the same folder goes on where it stopped, and does again only what is not done.`;

/** `kiln library MICROGRAPH… --out FOLDER`. */
export function libraryCommand(context: Context): Command {
  const command = new Command('library')
    .description(
      'make a library of particles: find them in micrographs, label some on a page, classify all, browse them',
    )
    .argument('<micrograph...>', 'PNG, TIFF or .npy files, or folders of them')
    .requiredOption('--out <folder>', "the library's folder: new, empty, or of a library to go on with")
    .addHelpText('after', examples)
    .action((paths: string[], raw: RawOptions) => run(context, paths, raw));
  return declareLibrary(command);
}

async function run({ services, terminal, outcome }: Context, paths: readonly string[], raw: RawOptions): Promise<void> {
  const { libraryPlan } = await import('./libraryPlan.js');
  const plan = await libraryPlan(paths, raw);
  const speaking = jobOptions(raw);
  const say = (text: string): void => {
    terminal.err(`${text}\n`);
  };
  const whatNow = (): void => say('\nStopping: what is done is saved. Once more to stop at once.');
  const result = await untilInterrupted(whatNow, (interrupt) =>
    services.library(plan, { ...speaking, out: String(raw.out), interrupt, say }),
  );
  const { describeLibrary } = await import('./describeLibrary.js');
  present(terminal, speaking, result, () => describeLibrary(result));
  if (result.stage === 'interrupted') outcome.exitCode = 1;
}
