import * as tf from '@tensorflow/tfjs-core';
import { fold, key as keyOf } from '../../num/index.js';
import { checkOptionNames, type Program } from '../../ppl/index.js';
import type { Calibration, CalibrationOptions, Posterior } from './calibrationTypes.js';
import { simulatedRanks } from './simulatedRanks.js';
import { siteRows } from './siteRows.js';

const OPTIONS = ['data', 'sites', 'simulations', 'bins', 'falseAlarmRate', 'key'];

/**
 * Simulation-based calibration: draws latent values from the prior and data from the model, and ranks each value among draws of the
 * posterior given these data. The ranks of an exact posterior are even. Those of one that is too narrow pile up at both ends,
 * too wide in the middle, biased at one end.
 *
 * @param model a program without arguments; what it observes is drawn anew in each simulation
 * @param posterior called once for each simulation, in a tidy
 * @throws ArgumentError if the model has no data, or the posterior gives no site of the model
 * @see Talts, Betancourt, Simpson, Vehtari and Gelman 2018, "Validating Bayesian inference algorithms with simulation-based
 *   calibration", algorithm 1
 */
export function calibration(model: Program<[]>, posterior: Posterior, options: CalibrationOptions = {}): Calibration {
  const { simulations = 200, bins = 20, falseAlarmRate = 1e-6, key = 0 } = options;
  checkOptionNames('calibration', options, OPTIONS);
  const ranks = new Map<string, Float64Array[]>();
  for (let i = 0; i < simulations; i += 1) {
    tf.tidy(() => {
      for (const [site, shares] of simulatedRanks(
        model,
        posterior,
        options,
        fold(fold(keyOf(key), 'calibration'), i),
      )) {
        const entries = ranks.get(site) ?? shares.map(() => new Float64Array(simulations).fill(NaN));
        shares.forEach((share, entry) => entries[entry]?.set([share], i));
        ranks.set(site, entries);
      }
    });
  }
  const numRows = [...ranks.values()].reduce((sum, entries) => sum + entries.length + (entries.length > 1 ? 1 : 0), 0);
  const rate = falseAlarmRate / numRows;
  const sites = [...ranks].flatMap(([site, entries]) => siteRows(site, entries, bins, rate));
  return { simulations, sites, isCalibrated: sites.every(({ problem }) => problem === undefined) };
}
