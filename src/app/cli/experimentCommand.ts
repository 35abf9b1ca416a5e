import { Argument, Command } from 'commander';
import { experimentNames, type ExperimentName } from '../experiments/names.js';
import { untilInterrupted } from '../interrupt.js';
import type { Context } from './context.js';
import { declareExperiment } from './options/declareOptions.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions, present } from './output.js';

const examples = `
Examples:
  kiln experiment fig3a
  kiln experiment all --smoke
  kiln experiment fig6 --images particles.npy --labels counts.npy --groups patches.json:micrograph`;

/** `kiln experiment NAME`. */
export function experimentCommand(context: Context): Command {
  const command = new Command('experiment')
    .description("repeat the paper's experiments, and ours beside them, with figures, numbers and one report")
    .addArgument(new Argument('<name>', 'which one, or all').choices(['all', ...experimentNames]))
    .addHelpText('after', examples)
    .action((name: ExperimentName | 'all', raw: RawOptions) => experiment(context, name, raw));
  return declareExperiment(command);
}

async function experiment(
  { services, terminal, outcome }: Context,
  name: ExperimentName | 'all',
  raw: RawOptions,
): Promise<void> {
  const { labSettings } = await import('./labSettings.js');
  const settings = await labSettings(raw);
  const whatNow = (): void => terminal.err('\nStopping: what is done stays. Once more to stop at once.\n');
  const result = await untilInterrupted(whatNow, (interrupt) =>
    services.experiment(name === 'all' ? experimentNames : [name], { ...settings, interrupt }),
  );
  present(terminal, jobOptions(raw), result, () => {
    const lines = result.done.map(({ experiment: done, summary }) => `${done}: ${summary.join(' ')}`);
    return [...lines, `${result.interrupted ? 'stopped early; so far: ' : ''}${result.report}`].join('\n');
  });
  if (result.interrupted) outcome.exitCode = 1;
}
