import type { ExperimentSettings } from '../../../src/app/experiments/index.js';
import { simulatedParticles } from '../../../src/app/experiments/index.js';

/** Settings of a lab for tests: smoke size, this process, nothing said. */
export async function smokeSettings(out: string, more: Partial<ExperimentSettings> = {}): Promise<ExperimentSettings> {
  return {
    out,
    isSmoke: true,
    engine: 'cpu',
    numSeeds: 1,
    jobs: 1,
    quiet: true,
    json: false,
    particles: await simulatedParticles(out, true),
    interrupt: new AbortController().signal,
    command: (name) => `kiln experiment ${name}`,
    ...more,
  };
}
