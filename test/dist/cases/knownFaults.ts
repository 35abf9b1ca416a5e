// Laws that families break as they are, each with the reason.
const infinite = 'at that end the slope is infinite, and along the path of the law it is not';
const noDraw = 'at that end no draw is finite; the set is that of torch';
const singular = 'its draws are singular in float32 next to the end';
const byLoc = 'its second derivatives by loc are NaN';

export const knownFaults: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'transformed by a planar map': { secondGradient: 'at a weight of 0 its second derivative is NaN' },
  'truncated exponential': { specialParameters: 'its bound may be below 0', declaredSets: 'its bound may be below 0' },
  'bernoulli of probs': { specialParameters: infinite },
  'geometric of probs': { declaredSets: noDraw, specialParameters: infinite },
  'negativeBinomial of probs': { declaredSets: noDraw },
  poisson: { specialParameters: infinite },
  wishart: { declaredSets: singular },
  'wishart of covariance': { declaredSets: singular },
  'wishart of precision': { declaredSets: singular },
  projectedNormal: { specialParameters: 'its mean has a gradient of NaN at 0' },
  'truncatedNormal from below': { secondGradient: byLoc },
  'truncatedNormal from above': { secondGradient: byLoc },
};
