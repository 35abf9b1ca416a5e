import { ArgumentError } from '../../num/index.js';
import { checkOptionNames, type Baseline } from '../../ppl/index.js';

/** @throws ArgumentError if an option is unknown, contradicts another or is out of range */
export function checkBaseline(baseline: Baseline, name: string): void {
  const where = `baseline of sample("${name}")`;
  checkOptionNames(where, baseline, ['decayingAverage', 'decay', 'value', 'net', 'input']);
  const { value, net, input, decay = 0 } = baseline;
  const refuse = (expected: string, got: string): never => {
    throw new ArgumentError({ where, expected, got });
  };
  if (value !== undefined && net !== undefined) refuse('value or net', 'both');
  if ((net === undefined) !== (input === undefined)) {
    refuse('net and input together', net === undefined ? 'input alone' : 'net alone');
  }
  if (!(decay >= 0 && decay < 1)) refuse('a decay from 0 to below 1', String(decay));
}
