import { ink } from './palette.js';

/** A value axis in the style of all figures. */
export function valueAxis(name: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameTextStyle: { color: ink.muted, fontSize: 12 },
    axisLine: { show: true, onZero: false, lineStyle: { color: ink.axis } },
    axisTick: { show: true, lineStyle: { color: ink.axis } },
    axisLabel: { color: ink.muted, fontSize: 11 },
    splitLine: { lineStyle: { color: ink.grid } },
    ...more,
  };
}

/** A legend above the drawing. */
export function topLegend(more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { top: 0, left: 'center', itemGap: 16, textStyle: { color: ink.text, fontSize: 12 }, ...more };
}
