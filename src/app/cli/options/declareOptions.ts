import { Option } from 'commander';
import type { Command } from 'commander';
// From the files themselves: the folder's index would load TensorFlow, and help is to come at once.
import { schemas } from '../../config/runConfig.js';
import type { Kind } from '../../config/usualValues.js';
import { experimentRows, outputRows, particlesRows } from './experimentRows.js';
import { labelRows, libraryTrainingRows, objectRows } from './libraryRows.js';
import { rowsOf, type Row } from './row.js';

const groupFieldRow: Row = ['--group-field <name>', 'the field or column of --groups'];
const sizeRows: readonly Row[] = [
  ['--quick', 'a small but real run, minutes'],
  ['--smoke', 'a tiny run that only shows that everything works, seconds'],
];

/** The options that all commands have: how to speak. */
export function declareOutput(command: Command): Command {
  return declare(command, 'Output', outputRows);
}

/** The options that describe cards, for commands that only make data. */
export function declareCards(command: Command): Command {
  return declare(command, 'Cards', rowsOf(schemas.cards, 'cards'));
}

/** All options of the train command. */
export function declareTrain(command: Command): Command {
  declare(command, 'Cards', rowsOf(schemas.cards.omit({ seed: true })));
  declare(command, 'Images of your own', rowsOf(schemas.images.omit({ labelsPerClass: true, seed: true })));
  declare(command, 'Images of your own', [groupFieldRow]);
  declareLearning(command);
  declare(command, 'Output', [['--out <folder>', "the run's folder, new or empty (runs/DATE-TIME-cards)"]]);
  return declareOutput(command);
}

/** The options of the experiments. */
export function declareExperiment(command: Command): Command {
  declare(command, 'Experiments', [...experimentRows, ...rowsOf(schemas.run)]);
  declare(command, 'Particles', [...particlesRows, groupFieldRow]);
  return declareOutput(command);
}

/** All options of the library command. */
export function declareLibrary(command: Command): Command {
  declare(command, 'Objects', objectRows);
  declare(command, 'Labels', labelRows);
  declareLearning(command, 'images');
  declare(command, 'Training', libraryTrainingRows);
  return declareOutput(command);
}

function declareLearning(command: Command, kind?: Kind): void {
  declare(command, 'Model', rowsOf(schemas.model, kind));
  declare(command, 'Training', [...rowsOf(schemas.training, kind), ...rowsOf(schemas.run), ...sizeRows]);
}

function declare(command: Command, group: string, rows: readonly Row[]): Command {
  for (const [flags, description] of rows) {
    command.addOption(new Option(flags, description).helpGroup(`${group}:`));
  }
  return command;
}
