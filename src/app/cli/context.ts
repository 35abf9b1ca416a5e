import type { Services } from './services.js';
import type { Terminal } from './terminal.js';

/** What every command is made with. */
export interface Context {
  readonly services: Services;
  readonly terminal: Terminal;
  /** What the process will end with: 0, or 1 if a command did not do all that was asked. */
  readonly outcome: { exitCode: number };
}
