import { leavesNoTensor, messagesUntouched, tensorsUntouched } from './borrowing.js';
import { keepsKeys, showsWhatIsRecorded } from './drawing.js';
import { enumeratedElbo } from './enumerating.js';
import type { HandlerLaw } from './handlerLaw.js';
import { keepingLaws, keepsDensities } from './keeping.js';
import { idempotent, innerTrace, replayOfOwnTrace, sameKeySameTrace } from './repeating.js';
import { leavesNoHandler, passesResult, runsOnce, synchronous, unwinds } from './running.js';

/** The laws of handlers, in the order in which suites run them. */
export const handlerLaws: readonly HandlerLaw[] = [
  runsOnce,
  passesResult,
  synchronous,
  ...keepingLaws,
  keepsDensities,
  keepsKeys,
  showsWhatIsRecorded,
  messagesUntouched,
  tensorsUntouched,
  leavesNoTensor,
  leavesNoHandler,
  unwinds,
  sameKeySameTrace,
  innerTrace,
  idempotent,
  replayOfOwnTrace,
  enumeratedElbo,
];
