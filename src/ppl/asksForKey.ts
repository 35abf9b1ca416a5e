import type { ParamMessage, PlateMessage, SampleMessage } from './message.js';

/** Whether a message that nobody answers further out will need a random key. */
export function asksForKey(message: SampleMessage | ParamMessage | PlateMessage): boolean {
  if (message.value !== undefined || message.key !== undefined) return false;
  switch (message.type) {
    case 'sample':
      return true;
    case 'param':
      return typeof message.init === 'function' && message.init.length > 0;
    case 'plate':
      return message.subsampleSize !== undefined || typeof message.subsample === 'function';
  }
}
