import * as tf from '@tensorflow/tfjs-core';
import { constraintNamed, transformTo, type Constraint } from '../dist/index.js';
import { fold, ParamError, SupportError, type Key } from '../num/index.js';
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
import { constraintText, frozenConstraint, isNamed } from './frozenConstraint.js';
import { sampleSites } from './logDensity.js';
import type { Tensors } from './optim/index.js';

/** How a parameter was declared. */
export interface Declaration {
  /** The constraint's name, which `constraintNamed` reads; where it is made of tensors or maps, a text that tells it from others. */
  readonly constraint: string;
  readonly shape: readonly number[];
  /** Makes the constraint in the caller's scope, where its name does not; no part of a checkpoint. */
  readonly made?: () => Constraint;
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
  const declarations: Record<string, Declaration> = {};
  const params = tf.tidy(() => {
    handle(declaring(declared), () => {
      const guideTrace = trace(seed(fold(key, 'guide'), guide))(...args);
      seed(fold(key, 'baseline'), () => runBaselines(guideTrace))();
      trace(seed(fold(key, 'model'), replay(guideTrace, model)))(...args);
    });
    for (const [name, site] of declared) declarations[name] = declarationOf(site);
    // Cloned, so that a tensor the caller owns is not taken over by the state.
    return Object.fromEntries([...declared].map(([name, site]) => [name, tf.clone(toUnconstrained(site))]));
  });
  checkMade(params, declarations);
  return { params, declarations };
}

/** A handler that sees to it that parameters are declared as they were at first. @throws ParamError naming both constraints */
export function declaredAs(declarations: Readonly<Record<string, Declaration>>): Handler {
  return {
    param: (message, outer) => {
      const declared = declarations[message.name];
      if (declared !== undefined && message.init !== undefined) checkConstraint(message, declared);
      return outer(message);
    },
  };
}

function checkConstraint({ name, constraint }: ParamMessage, declared: Declaration): void {
  if (constraint.name === declared.constraint) return;
  const got = constraintText(constraint, declared.shape);
  if (got === declared.constraint) return;
  throw new ParamError({
    where: `param("${name}")`,
    expected: `the constraint it was declared with, ${declared.constraint}`,
    got,
    hint: 'a parameter on a fixed set, moved by the bound afterwards',
  });
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
    const declared = declarations[name];
    const isReal = declared === undefined || declared.constraint === 'real';
    return [name, isReal ? param : tf.tidy(() => transformTo(constraintOf(declared)).forward(param))] as const;
  });
  return Object.fromEntries(values);
}

/** The constraint of a declaration, with its tensors in the caller's scope. */
export function constraintOf({ constraint, made }: Declaration): Constraint {
  return made === undefined ? constraintNamed(constraint) : made();
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
  const shape = [...value.shape];
  const text = constraintText(constraint, shape);
  return isNamed(constraint)
    ? { constraint: text, shape }
    : { constraint: text, shape, made: frozenConstraint(constraint) };
}

/** @throws ParamError if a constraint is made of tensors that went with the run which declared it */
function checkMade(params: Tensors, declarations: Readonly<Record<string, Declaration>>): void {
  for (const [name, declared] of Object.entries(declarations)) {
    if (declared.made === undefined) continue;
    try {
      tf.tidy(() => void constrain({ [name]: params[name] as tf.Tensor }, { [name]: declared }));
    } catch {
      // What engines throw at a tensor that is gone differs from one to the other.
      throw new ParamError({
        where: `param("${name}")`,
        expected: 'a constraint that outlives the run',
        got: 'the image under a map whose tensors were made in the program',
        hint: 'numbers, or tensors made before the program, in the map',
      });
    }
  }
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
