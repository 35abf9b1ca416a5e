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
