import { Argument, Command } from 'commander';
import type { RunConfig } from '../config/index.js';
import { untilInterrupted } from '../interrupt.js';
import type { Context } from './context.js';
import { declareOutput, declareTrain } from './options/declareOptions.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions, present } from './output.js';

const examples = `
Examples:
  kiln train cards --quick
  kiln train cards --alpha "90 deg" --labels-per-class 50 --out runs/wide
  kiln train --images particles.npy --labels counts.npy --labels-per-class 15 --groups patches.json:micrograph`;

/** `kiln train cards` and `kiln train --images …`. */
export function trainCommand(context: Context): Command {
  const command = new Command('train')
    .description('train a model on playing cards, or on images of your own, and write a report')
    .addArgument(new Argument('[data]', 'what to train on, where --images does not say it').choices(['cards']))
    .addHelpText('after', examples)
    .action((data: string | undefined, raw: RawOptions) => train(context, data, raw));
  return declareTrain(command);
}

/** `kiln resume RUN`. */
export function resumeCommand(context: Context): Command {
  const command = new Command('resume')
    .description('go on with a run that was interrupted, from its last checkpoint')
    .argument('<run>', "the run's folder")
    .action(async (folder: string, raw: RawOptions) => {
      await runJob(context, await context.services.readConfig(folder), folder, true, raw);
    });
  return declareOutput(command);
}

async function train(context: Context, data: string | undefined, raw: RawOptions): Promise<void> {
  const { trainConfig } = await import('./trainConfig.js');
  const config = await trainConfig(raw, data);
  const out = typeof raw.out === 'string' ? raw.out : defaultFolder(config, new Date());
  await runJob(context, config, out, false, raw);
}

async function runJob(
  { services, terminal, outcome }: Context,
  config: RunConfig,
  out: string,
  resume: boolean,
  raw: RawOptions,
): Promise<void> {
  const speaking = jobOptions(raw);
  const whatNow = (): void => terminal.err('\nStopping: saving a checkpoint. Once more to stop at once.\n');
  const result = await untilInterrupted(whatNow, (interrupt) =>
    services.train(config, { ...speaking, out, resume, interrupt }),
  );
  const { describeTraining } = await import('./describeResult.js');
  present(terminal, speaking, result, () => describeTraining(result));
  // So that a script does not go on with a half-trained model.
  if (result.interrupted) outcome.exitCode = 1;
}

/** `runs/2026-01-31-14-05-09-cards`, in local time. */
export function defaultFolder({ data }: RunConfig, now: Date): string {
  const parts = [now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()];
  const time = [now.getFullYear(), ...parts.map((part) => String(part).padStart(2, '0'))].join('-');
  return `runs/${time}-${data.kind}`;
}
