import { join } from 'node:path';
import { baselineResults } from './baselines.js';
import type { Params } from '../../models/index.js';
import { commandLine } from '../config/index.js';
import { writeClassifier } from '../classifier/index.js';
import type { TrainResult } from '../jobs.js';
import { writeReport } from '../report/index.js';
import { readMetrics } from '../run/index.js';
import { classifierDescription } from './classifierDescription.js';
import { reportOf } from './describe.js';
import { evaluateModel } from './measure.js';
import type { Run } from './run.js';

/** Writes what a finished run leaves: the classifier on its own, the figures and the report. */
export async function finish(
  run: Run,
  params: Params,
  seconds: number,
): Promise<Pick<TrainResult, 'report' | 'test' | 'baselines'>> {
  const { config, folder, data, vae } = run;
  const hasClasses = vae.options.classes > 0 && data.classNames.length > 0;
  const test =
    hasClasses && data.test !== undefined
      ? evaluateModel('this model', vae, params, data.test, data.classNames)
      : undefined;
  const baselines = test === undefined ? [] : baselineResults(data);
  if (hasClasses) await writeClassifier(join(folder, 'classifier'), classifierDescription(run, params));
  const metrics = readMetrics(folder);
  const command = commandLine(config);
  const report = await writeReport(
    folder,
    reportOf({ config, data, vae, params, metrics, test, baselines, seconds, command }),
  );
  return { report, ...(test === undefined ? {} : { test, baselines }) };
}
