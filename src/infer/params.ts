import * as tf from '@tensorflow/tfjs-core';
import { constraintNamed, transformTo } from '../dist/index.js';
import { fold, SupportError, type Key } from '../num/index.js';
import {
  checkDeclaration,
  handle,
  replay,
  seed,
  trace,
  type Handler,
  type ParamMessage,
  type Site,
  type Trace,
} from '../ppl/index.js';
import type { ProgramPair } from './elbo/runPair.js';
import { sampleSites } from './logDensity.js';
import type { Tensors } from './optim/index.js';

/** How a parameter was declared. */
export interface Declaration {
  /** The constraint's name, which `constraintNamed` reads. */
  readonly constraint: string;
  readonly shape: readonly number[];
}

export interface CollectedParams {
  /** Unconstrained values; the caller owns them. */
  readonly params: Tensors;
  readonly declarations: Readonly<Record<string, Declaration>>;
}

/**
 * Runs guide and model once and collects what they declare.
 *
 * @throws ParamError if two declarations of one name differ
 * @throws SupportError if a starting value does not meet its constraint
 */
export function collectParams({ guide, model, args }: ProgramPair, key: Key): CollectedParams {
  const declared = new Map<string, Site<ParamMessage>>();
  const params = tf.tidy(() => {
    handle(declaring(declared), () => {
      const guideTrace = trace(seed(fold(key, 'guide'), guide))(...args);
      seed(fold(key, 'baseline'), () => runBaselines(guideTrace))();
      trace(seed(fold(key, 'model'), replay(guideTrace, model)))(...args);
    });
    // Cloned, so that a tensor the caller owns is not taken over by the state.
    return Object.fromEntries([...declared].map(([name, site]) => [name, tf.clone(toUnconstrained(site))]));
  });
  const declarations = [...declared].map(([name, site]) => [name, declarationOf(site)] as const);
  return { params, declarations: Object.fromEntries(declarations) };
}

/** Networks that predict the cost of a draw have parameters too. */
function runBaselines(guide: Trace): void {
  for (const { infer } of sampleSites(guide)) {
    const { net, input } = infer.baseline ?? {};
    if (net !== undefined && input !== undefined) net(input);
  }
}

/** The constrained values; those of unconstrained parameters are the same tensors. */
export function constrain(params: Tensors, declarations: Readonly<Record<string, Declaration>>): Tensors {
  const values = Object.entries(params).map(([name, param]) => {
    const constraint = declarations[name]?.constraint ?? 'real';
    return [name, constraint === 'real' ? param : transformTo(constraintNamed(constraint)).forward(param)] as const;
  });
  return Object.fromEntries(values);
}

/** Answers a repeated declaration with the first value, after a check that both say the same. */
function declaring(declared: Map<string, Site<ParamMessage>>): Handler {
  return {
    param: (message, outer) => {
      const first = declared.get(message.name);
      if (first !== undefined) {
        checkDeclaration(first, message, shapeOfInit(first, message.init));
        return outer(message.value === undefined ? { ...message, value: first.value } : message);
      }
      const site = outer(message);
      declared.set(site.name, site);
      return site;
    },
    stored: (message, outer) => {
      const known = declared.get(message.name);
      return outer(known === undefined ? message : { ...message, value: { tensor: known.value } });
    },
  };
}

/** Runs a function that is not the first one, for its shape alone. */
function shapeOfInit(first: Site<ParamMessage>, init: ParamMessage['init']): readonly number[] {
  if (init === undefined || init === first.init) return first.value.shape;
  return typeof init === 'function' ? tf.tidy(() => init([0, 0]).shape) : init.shape;
}

function declarationOf({ constraint, value }: Site<ParamMessage>): Declaration {
  return { constraint: constraint.name, shape: [...value.shape] };
}

function toUnconstrained({ name, constraint, value }: Site<ParamMessage>): tf.Tensor {
  const isAllowed = tf.all(constraint.check(value)).dataSync()[0] === 1;
  if (!isAllowed) {
    throw new SupportError({
      where: `param("${name}")`,
      expected: `a starting value that is ${constraint.expected} (the constraint is ${constraint.name})`,
      got: `[${[...value.dataSync().slice(0, 6)].join(', ')}${value.size > 6 ? ', …' : ''}]`,
      hint: 'another init or another constraint',
    });
  }
  return constraint.name === 'real' ? value : transformTo(constraint).inverse(value);
}
