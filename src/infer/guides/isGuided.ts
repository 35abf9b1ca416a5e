import { bijectTo } from '../../dist/index.js';
import { SiteError, SupportError } from '../../num/index.js';
import type { SampleMessage } from '../../ppl/index.js';

/** Whether an automatic guide covers a site: all latent ones, but those that enumeration can sum out. */
export function isGuided({ observed, dist, infer }: SampleMessage): boolean {
  return !observed && dist.isFactor !== true && !dist.hasEnumerateSupport && infer.enumerate === undefined;
}

/**
 * @throws SupportError if the site has no smooth coordinates
 * @throws SiteError if it is in a sequential plate that does not take all its indices
 */
export function checkGuidable({ name, dist, plates }: SampleMessage): void {
  for (const frame of plates) {
    if (frame.dim !== undefined || frame.size === frame.fullSize) continue;
    throw new SiteError({
      where: `automatic guide for sample("${name}")`,
      expected: 'the same sites in every run',
      got: `sequential plate "${frame.name}", which takes ${frame.size ?? 'some'} of ${frame.fullSize ?? 'its'} indices`,
      hint: 'plate in place of sequentialPlate',
    });
  }
  try {
    bijectTo(dist.support);
  } catch (error) {
    if (error instanceof SupportError) throw noCoordinates(name, dist.support.name, dist.isDiscrete);
    throw error;
  }
}

function noCoordinates(name: string, support: string, isDiscrete: boolean): SupportError {
  return new SupportError({
    where: `automatic guide for sample("${name}")`,
    expected: 'a support with a bijection from the reals',
    got: `${support}${isDiscrete ? ', which is discrete and cannot be enumerated' : ''}`,
    hint: `block({ hide: ["${name}"] }, model) for the guide, and a site of your own for it in autoGuideList`,
  });
}
