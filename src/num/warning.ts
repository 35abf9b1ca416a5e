/** Receives warnings; each is one sentence that names the site or function. */
export type WarningListener = (text: string) => void;

let listener: WarningListener = (text) => {
  process.emitWarning(text, 'Kiln');
};

/** Sends all later warnings to `next` and gives back the listener that had them before. */
export function onWarning(next: WarningListener): WarningListener {
  const previous = listener;
  listener = next;
  return previous;
}

/** Reports something suspicious that does not stop the run. */
export function warn(text: string): void {
  listener(text);
}
