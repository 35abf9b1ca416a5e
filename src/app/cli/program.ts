import { Command } from 'commander';
// From the file itself: the folder's index would load the schema, and help is to come at once.
import { kilnVersion } from '../config/kilnVersion.js';
import type { Context } from './context.js';
import { dataCommand } from './dataCommand.js';
import { doctorCommand } from './doctorCommand.js';
import { experimentCommand } from './experimentCommand.js';
import { libraryCommand } from './libraryCommand.js';
import { classifyCommand, evaluateCommand, suggestCommand, traverseCommand } from './runCommands.js';
import { resumeCommand, trainCommand } from './trainCommand.js';

const explanation = `
Without a command, kiln trains on playing cards: "kiln --quick" is "kiln train cards --quick".
"kiln train --help" lists all options of a training. Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** The command line with all of its commands. It throws where commander would end the process. */
export function program(context: Context): Command {
  const { terminal } = context;
  const root = new Command('kiln')
    .description('Classifies images of single objects at any rotation and position, from a handful of labels.')
    .version(kilnVersion(), '-V, --version', 'print the version')
    .addHelpText('after', explanation);
  const commands = [
    trainCommand(context),
    resumeCommand(context),
    evaluateCommand(context),
    classifyCommand(context),
    suggestCommand(context),
    traverseCommand(context),
    experimentCommand(context),
    libraryCommand(context),
    dataCommand(context),
    doctorCommand(context),
  ];
  for (const command of commands) root.addCommand(command);
  for (const command of everyCommand(root)) {
    command.exitOverride().configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    });
    command.helpOption('-h, --help', 'print this help');
  }
  return root;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
