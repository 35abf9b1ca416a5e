import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestResult } from '../jobs.js';
import type { Knowledge, LatentWords } from '../train/index.js';
import type { TrainedModel } from './trainModels.js';

/** What a finished run says of itself in summary.json. */
export interface RunSummary extends Knowledge {
  /** Absent without labels to test on. */
  readonly test?: TestResult;
  /** The mean evidence lower bound of test images, nats an image. */
  readonly elbo: number;
  readonly latents: readonly LatentWords[];
}

export function runSummary({ folder }: Pick<TrainedModel, 'folder'>): RunSummary {
  // A run's own file, which it writes whole.
  return JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as RunSummary;
}
