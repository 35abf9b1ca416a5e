export { runCli } from './runCli.js';
export type { Services } from './services.js';
export type { Terminal } from './terminal.js';
