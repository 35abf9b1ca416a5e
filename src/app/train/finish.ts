import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { pickImages } from '../../data/index.js';
import type { Params } from '../../models/index.js';
import { choose, key } from '../../num/index.js';
import { commandLine } from '../config/index.js';
import { writeClassifier } from '../classifier/index.js';
import type { TrainResult } from '../jobs.js';
import { writeReport } from '../report/index.js';
import { readMetrics } from '../run/index.js';
import { baselineResults } from './baselines.js';
import { classifierDescription } from './classifierDescription.js';
import { reportOf } from './describe.js';
import { meanElbo } from './evidence.js';
import { knowledgeOf } from './knowledge.js';
import { latentWords } from './latentWords.js';
import { evaluateModel } from './measure.js';
import type { Run } from './run.js';

/** Images whose evidence lower bound is estimated, which has the decoder draw each once a class. */
const EVALUATED = 1000;

/** Writes what a finished run leaves: the classifier on its own, summary.json, the figures and the report. */
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
  const set = data.test?.set ?? data.unlabelled;
  const knowledge = knowledgeOf(vae, params, set, data.classNames);
  const latents = latentWords(vae, params, knowledge);
  const elbo = meanElbo(vae, params, pickImages(set, choose(key(1), set.count, Math.min(EVALUATED, set.count))));
  const facts = { config, data, set, vae, params, test, baselines, seconds, knowledge, latents, elbo };
  const summary = { ...(test !== undefined && { test }), elbo, ...knowledge, latents, seconds };
  writeFileAtomic.sync(join(folder, 'summary.json'), `${JSON.stringify(summary, undefined, 2)}\n`);
  const report = await writeReport(
    folder,
    reportOf({ ...facts, metrics: readMetrics(folder), command: commandLine(config) }),
  );
  return { report, ...(test === undefined ? {} : { test, baselines }) };
}
