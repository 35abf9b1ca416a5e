/** A number with its noun, as English has it: `1 epoch`, `1,200 steps`. */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
