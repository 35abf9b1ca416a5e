import { Command } from 'commander';
import type { Context } from './context.js';
import { declareOutput } from './options/declareOptions.js';
import type { RawOptions } from './optionReaders.js';
import { jobOptions, present } from './output.js';

/** `kiln doctor`. */
export function doctorCommand({ services, terminal }: Context): Command {
  const command = new Command('doctor')
    .description('say which engines work here, with versions and threads, what is missing and how to get it')
    .action(async (raw: RawOptions) => {
      const report = await services.doctor();
      const { formatDoctorReport } = await import('../doctorReport.js');
      present(terminal, jobOptions(raw), report, () => formatDoctorReport(report).trimEnd());
    });
  return declareOutput(command);
}
