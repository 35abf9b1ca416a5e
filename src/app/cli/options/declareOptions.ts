import { Option } from 'commander';
import type { Command } from 'commander';
import { cardsRows, imagesRows, particlesRows } from './dataRows.js';
import { experimentRows, outputRows } from './experimentRows.js';
import { modelRows, trainingRows } from './learningRows.js';
import { labelRows, libraryTrainingRows, objectRows } from './libraryRows.js';
import type { Row } from './row.js';
import { withUsual } from './usualValues.js';

/** The options that all commands have: how to speak. */
export function declareOutput(command: Command): Command {
  return declare(command, 'Output', outputRows);
}

/** The options that describe cards, for commands that only make data. */
export function declareCards(command: Command): Command {
  declare(command, 'Cards', withUsual(cardsRows, 'cards'));
  return declare(command, 'Data', withUsual([['--seed <n>', 'of the cards']], 'cards'));
}

/** All options of the train command. */
export function declareTrain(command: Command): Command {
  declare(command, 'Cards', withUsual(cardsRows));
  declare(command, 'Images of your own', withUsual(imagesRows));
  declare(command, 'Model', withUsual(modelRows));
  declare(command, 'Training', withUsual(trainingRows));
  declare(command, 'Output', [['--out <folder>', "the run's folder, new or empty (runs/DATE-TIME-cards)"]]);
  return declareOutput(command);
}

/** The options of the experiments. */
export function declareExperiment(command: Command): Command {
  declare(command, 'Experiments', experimentRows);
  declare(command, 'Particles', particlesRows);
  return declareOutput(command);
}

/** All options of the library command. */
export function declareLibrary(command: Command): Command {
  declare(command, 'Objects', objectRows);
  declare(command, 'Labels', labelRows);
  declare(command, 'Model', withUsual(modelRows, 'images'));
  declare(command, 'Training', [...libraryTrainingRows, ...withUsual(trainingRows, 'images')]);
  return declareOutput(command);
}

function declare(command: Command, group: string, rows: readonly Row[]): Command {
  for (const [flags, description] of rows) {
    command.addOption(new Option(flags, description).helpGroup(`${group}:`));
  }
  return command;
}
