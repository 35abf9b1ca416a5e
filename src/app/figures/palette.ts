/**
 * Colours that people with any kind of colour vision can tell apart (Okabe and Ito 2008, "Color universal design"),
 * the palest one left out; with more classes than colours they come round again, and the symbol tells them apart.
 */
export const palette = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#4d4d4d'] as const;

/** Symbols of echarts for points, one for each class. */
export const symbols = ['circle', 'triangle', 'rect', 'diamond', 'pin', 'arrow', 'roundRect'] as const;

/** Colours of text and lines around the data. */
export const ink = { text: '#1c2430', muted: '#5b6675', grid: '#e4e8ee', axis: '#8a94a3' } as const;

/** The colour of class or curve number `i`. */
export function colourOf(i: number): string {
  return palette[i % palette.length] ?? ink.text;
}

/** The symbol of class number `i`. Colours and symbols shift against each other after each round. */
export function symbolOf(i: number): string {
  return symbols[(i + Math.floor(i / palette.length)) % symbols.length] ?? 'circle';
}
