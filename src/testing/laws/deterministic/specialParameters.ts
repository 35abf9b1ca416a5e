import { asCode } from '../asCode.js';
import type { Law, ParameterValues, Subject } from '../law.js';
import { klGradient } from '../statistical/klGradient.js';
import { deterministicLaw, onSubject } from './deterministicLaw.js';
import { memberGradients } from './memberGradients.js';
import { noNaN } from './noNaN.js';
import { parameterGradient } from './parameterGradient.js';
import { specialSets, stackedSets } from './specialSets.js';
import { specialValues } from './specialValues.js';
import { valueGradient } from './valueGradient.js';

const held: readonly Law[] = [noNaN, parameterGradient, valueGradient, specialValues, memberGradients, klGradient];
// Where sets cannot stand side by side in one batch.
const MOST_SINGLE_SETS = 3;

/**
 * Parameters that are equal, 0, 1 or at an end of their sets, beside ordinary ones in one batch, as far as the declared sets
 * allow them: there too nothing is NaN, and gradients equal finite differences.
 */
export const specialParameters: Law = deterministicLaw({
  name: 'specialParameters',
  statement:
    'with parameters that are equal, 0, 1 or at an end, in a batch with others, nothing is NaN and gradients hold',
  isStructural: true,
  *problems(given) {
    const { subject } = given;
    const sets = specialSets(given);
    const whole = stackedSets(given, sets);
    if (whole === undefined) {
      for (const values of sets.slice(0, MOST_SINGLE_SETS))
        for (const law of held) yield problemAt(subject, law, values);
      return;
    }
    for (const law of held) {
      const problem = problemAt(subject, law, whole);
      // Which set is to blame is looked for only if one is.
      if (problem !== undefined) for (const values of sets) yield problemAt(subject, law, values);
      yield problem;
    }
  },
});

function problemAt(subject: Subject, law: Law, parameters: ParameterValues): string | undefined {
  const there = { ...subject, parameters };
  if (onSubject(there, law.name, ({ dist }) => law.exempts(dist)) !== undefined) return undefined;
  const problem = law.problem(there);
  return problem === undefined ? undefined : `with ${asCode(parameters)}, ${law.name}: ${problem}`;
}
