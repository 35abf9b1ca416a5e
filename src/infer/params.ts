import * as tf from '@tensorflow/tfjs-core';
import { constraintNamed, transformTo, type Constraint } from '../dist/index.js';
import { fold, formatShape, ParamError, sameShape, SupportError, type Key } from '../num/index.js';
import { handle, replay, seed, trace, type Handler, type ParamMessage, type Site, type Trace } from '../ppl/index.js';
import type { ProgramPair } from './elbo/index.js';
import type { Tensors } from './optim/index.js';

/** How a parameter was declared. */
export interface Declaration {
  /** The constraint's name, which `constraintNamed` reads. */
  readonly constraint: string;
  readonly shape: readonly number[];
}

export interface CollectedParams {
  readonly params: Tensors;
  readonly declarations: Readonly<Record<string, Declaration>>;
}

/**
 * Runs guide and model once and collects what they declare.
 *
 * @throws ParamError if two declarations of one name differ
 * @throws SupportError if a starting value does not meet its constraint
 */
export function collectParams(pair: ProgramPair, key: Key): CollectedParams {
  const declared = new Map<string, Site<ParamMessage>>();
  const unconstrained = tf.tidy(() => {
    const traces = handle(onceDeclared(declared), () => runOnce(pair, key));
    const sites = traces.flatMap((traced) => [...traced.sites.values()].filter((site) => site.type === 'param'));
    for (const site of sites) declared.set(site.name, site);
    // Cloned, so that a tensor the caller owns is not taken over by the state.
    return Object.fromEntries([...declared].map(([name, site]) => [name, tf.clone(toUnconstrained(site))]));
  });
  const declarations = [...declared].map(([name, site]) => [name, declarationOf(site)] as const);
  return { params: unconstrained, declarations: Object.fromEntries(declarations) };
}

/** The constrained values; those of unconstrained parameters are the same tensors. */
export function constrain(params: Tensors, declarations: Readonly<Record<string, Declaration>>): Tensors {
  const values = Object.entries(params).map(([name, param]) => {
    const constraint = declarations[name]?.constraint ?? 'real';
    return [name, constraint === 'real' ? param : transformTo(constraintNamed(constraint)).forward(param)] as const;
  });
  return Object.fromEntries(values);
}

function runOnce({ model, guide, args }: ProgramPair, key: Key): Trace[] {
  const guideTrace = trace(seed(fold(key, 'guide'), guide))(...args);
  return [guideTrace, trace(seed(fold(key, 'model'), replay(guideTrace, model)))(...args)];
}

/** Answers a repeated declaration with the first value, after a check that both say the same. */
function onceDeclared(declared: Map<string, Site<ParamMessage>>): Handler {
  return {
    param: (message, outer) => {
      const first = declared.get(message.name);
      const site = outer(first === undefined || message.value !== undefined ? message : { ...message, value: first.value });
      if (first === undefined) declared.set(site.name, site);
      else checkAgreement(first, message);
      return site;
    },
  };
}

function checkAgreement(first: Site<ParamMessage>, second: ParamMessage): void {
  // A later use without init only refers to the parameter.
  if (second.init === undefined) return;
  const words = (constraint: Constraint, eventDim: number | undefined): string =>
    `constraint ${constraint.name}, eventDim ${eventDim ?? 'none'}`;
  const [expected, got] = [words(first.constraint, first.eventDim), words(second.constraint, second.eventDim)];
  const shape = typeof second.init === 'function' ? first.value.shape : second.init.shape;
  if (expected === got && sameShape(shape, first.value.shape)) return;
  throw new ParamError({
    where: `param("${first.name}")`,
    expected: `its first declaration (shape ${formatShape(first.value.shape)}, ${expected})`,
    got: `a second one (shape ${formatShape(shape)}, ${got})`,
    hint: 'another name, or param(name) without init for later uses',
  });
}

function declarationOf({ constraint, value }: Site<ParamMessage>): Declaration {
  return { constraint: constraint.name, shape: [...value.shape] };
}

function toUnconstrained({ name, constraint, value }: Site<ParamMessage>): tf.Tensor {
  const isAllowed = tf.all(constraint.check(value)).dataSync()[0] === 1;
  if (!isAllowed) {
    throw new SupportError({
      where: `param("${name}")`,
      expected: `a starting value that is ${constraint.name}`,
      got: `[${[...value.dataSync().slice(0, 6)].join(', ')}${value.size > 6 ? ', …' : ''}]`,
      hint: 'another init or another constraint',
    });
  }
  return constraint.name === 'real' ? value : transformTo(constraint).inverse(value);
}
