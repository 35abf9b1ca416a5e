import { traceEnumElbo } from '../../infer/index.js';
import { key as keyOf } from '../../num/index.js';
import { handle, type Program } from '../../ppl/index.js';
import { bruteForceElbo, tablesOf } from '../bruteForce.js';
import { programOf, tensorsOf } from '../programOf.js';
import { answerTables } from './handlerProgram.js';
import { ifChanging, type HandlerLaw } from './handlerLaw.js';

export const enumeratedElbo: HandlerLaw = {
  name: 'enumeratedElbo',
  statement: 'around model and guide, the enumerated ELBO equals the ELBO of the plain pair by listing all assignments',
  exempts: (subject) => ifChanging(subject, 'values', 'densities', 'observed'),
  problem: ({ handler, program, key }) => {
    const tables = tablesOf(program);
    const { model, guide } = programOf(program);
    const answers = answerTables(tensorsOf(program, tables));
    const known =
      (body: Program): Program =>
      () =>
        handle(answers, handler(body));
    const pair = { model: known(model), guide: known(guide), args: [] };
    const [loss = NaN] = traceEnumElbo().loss(pair, keyOf(key), { maxPlateNesting: 2 }).dataSync();
    const expected = bruteForceElbo(program, tables);
    // Of sums of some tens of float32 numbers.
    const isNear = Math.abs(loss + expected) <= 1e-4 * Math.max(1, Math.abs(expected));
    return isNear ? undefined : `expected an ELBO of ${expected}, got ${-loss}`;
  },
};
