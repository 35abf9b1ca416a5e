import { CommanderError } from 'commander';
import { program } from './program.js';
import { services as realServices } from './services.js';
import type { Services } from './services.js';
import { processTerminal } from './terminal.js';
import type { Terminal } from './terminal.js';

/**
 * Runs one command line.
 *
 * @param argv without the names of the interpreter and the program
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage
 */
export async function runCli(
  argv: readonly string[],
  services: Services = realServices,
  terminal: Terminal = processTerminal(),
): Promise<number> {
  const outcome = { exitCode: 0 };
  try {
    await program({ services, terminal, outcome }).parseAsync(withCommand(argv), { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    // Commander has printed its own errors, and help and version come as errors with code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(`${describeError(error, argv.includes('--debug'))}\n`);
    return exitCodeOf(error);
  }
}

/** Options alone are for the main job. */
function withCommand(argv: readonly string[]): readonly string[] {
  const [first] = argv;
  const isGlobal = first !== undefined && ['-h', '--help', '-V', '--version'].includes(first);
  return first === undefined || (first.startsWith('-') && !isGlobal) ? ['train', ...argv] : argv;
}

/** `error: message` for what Kiln or the system refused; a stack too for what nobody foresaw. */
function describeError(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const isForeseen = 'code' in error;
  if (isForeseen && !debug) return `error: ${error.message}`;
  return `error: ${error.stack ?? error.message}${isForeseen ? '' : '\nThis is a fault in Kiln: please report it.'}`;
}

/** A wrong usage says so itself. */
function exitCodeOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'exitCode' in error ? Number(error.exitCode) : 1;
}
