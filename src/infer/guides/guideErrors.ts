import type { Distribution } from '../../dist/index.js';
import { SiteError, SupportError } from '../../num/index.js';

/** A support that depends on what is drawn. */
export function movingBounds(name: string, { family }: Distribution): SupportError {
  return new SupportError({
    where: `automatic guide for sample("${name}")`,
    expected: 'a support that is the same in every run',
    got: `bounds of ${family} that depend on draws or on a subsample`,
    hint: 'a site on a fixed interval, scaled by the bound afterwards',
  });
}

/** A plate whose number of indices depends on what is drawn. */
export function movingSize(name: string, plate: string): SiteError {
  return new SiteError({
    where: `automatic guide for sample("${name}")`,
    expected: `a subsample of one size in plate("${plate}")`,
    got: 'a size that depends on draws',
    hint: 'a fixed subsampleSize, with a mask over what is left out',
  });
}

/** A site that the model had once. */
export function siteGone(name: string): SiteError {
  return new SiteError({
    where: `automatic guide for sample("${name}")`,
    expected: 'the same sites in every run',
    got: 'a run without it',
    hint: 'mask in place of a branch',
  });
}

/** Bounds that come from tensors which nobody has any longer. */
export function boundsGone(name: string): SiteError {
  return new SiteError({
    where: name,
    expected: 'the arguments of the latest run, for the bounds of supports',
    got: 'tensors that are disposed',
    hint: 'results of the guide before that, or a call of the guide under seed and substitute',
  });
}

/** A guide that was asked for results before it has seen its model. */
export function notStarted(name: string): SiteError {
  return new SiteError({
    where: name,
    expected: 'a guide that has run at least once',
    got: 'one that has not seen its model',
    hint: 'svi.init first, or a call of the guide under seed',
  });
}

/** A model without anything for the guide to do. */
export function noLatents(name: string): SiteError {
  return new SiteError({
    where: name,
    expected: 'a model with continuous latent sites',
    got: 'none',
    hint: 'an empty guide, () => {}, and traceEnumElbo for what is discrete',
  });
}
