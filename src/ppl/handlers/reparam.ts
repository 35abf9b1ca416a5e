import { ArgumentError } from '../../num/index.js';
import { inherit } from '../inherit.js';
import { revise, type Handler, type Program, type SampleMessage, type Site } from '../message.js';
import type { Reparameterised, Reparameteriser } from '../reparam/reparameteriser.js';
import { handle, perform } from '../runtime.js';
import { handleSamples } from './watchNames.js';

/** Strategies by site name, a function from a site to its strategy, or one strategy for all sites that it fits. */
export type ReparamConfig =
  | Readonly<Record<string, Reparameteriser>>
  | ((message: SampleMessage) => Reparameteriser | undefined)
  | Reparameteriser;

/**
 * Reparameterises sample sites of `program`; the joint density stays the same.
 *
 * Handlers outside see a reparameterised site as deterministic, and the auxiliary sites of its strategy as random, with the plates,
 * scale and mask of the original site. So data and interventions go inside: `reparam(config, condition(data, program))`.
 *
 * Warns if no site of the first run has a name of the record.
 *
 * @throws ArgumentError if the strategy for a site does not fit it
 */
export function reparam<Args extends readonly unknown[], R>(
  config: ReparamConfig,
  program: Program<Args, R>,
): Program<Args, R> {
  const strategyFor = lookUp(config);
  const names = typeof config === 'function' || isStrategy(config) ? [] : Object.keys(config);
  const rule: Required<Handler>['sample'] = (message, outer) => {
    const strategy = strategyFor(message);
    if (strategy === undefined) return outer(message);
    const result = handle(inherit(message), () => strategy.apply(message));
    return proceed(message, result, outer);
  };
  return handleSamples('reparam', names, rule, program);
}

function proceed(
  message: SampleMessage,
  result: Reparameterised,
  outer: (message: SampleMessage) => Site<SampleMessage>,
): Site<SampleMessage> {
  const { dist, value } = result;
  if (dist !== undefined) return outer({ ...message, dist, value, observed: result.observed });
  perform({ type: 'deterministic', name: message.name, value, plates: message.plates });
  // Handlers inside see the value, but no density.
  return { ...revise(message, { observed: true, mask: false }), value };
}

function lookUp(config: ReparamConfig): (message: SampleMessage) => Reparameteriser | undefined {
  if (isStrategy(config)) return (message) => (config.fits(message) ? config : undefined);
  const chosen = typeof config === 'function' ? config : named(config);
  return (message) => {
    const strategy = chosen(message);
    if (strategy !== undefined && !strategy.fits(message)) throw misfit(message, strategy);
    return strategy;
  };
}

function named(
  config: Readonly<Record<string, Reparameteriser>>,
): (message: SampleMessage) => Reparameteriser | undefined {
  const strategies = new Map(Object.entries(config));
  return ({ name }) => strategies.get(name);
}

function isStrategy(config: ReparamConfig): config is Reparameteriser {
  return 'apply' in config && 'fits' in config && typeof config.fits === 'function';
}

function misfit({ name, dist }: SampleMessage, strategy: Reparameteriser): ArgumentError {
  return new ArgumentError({
    where: `reparam of sample("${name}")`,
    expected: `a site that ${strategy.name} can rewrite`,
    got: dist.family,
    hint: 'another strategy, or none for this site',
  });
}
