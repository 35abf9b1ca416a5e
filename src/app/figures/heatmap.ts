import { drawChart, fontFamily } from './chart.js';
import { ink } from './palette.js';

/** Numbers on a grid of two settings. */
export interface Heatmap {
  readonly xName: string;
  readonly yName: string;
  readonly xLabels: readonly string[];
  /** From the bottom upwards. */
  readonly yLabels: readonly string[];
  /** [y, x]; null leaves a cell empty. */
  readonly values: readonly (readonly (number | null)[])[];
  /** The values of the ends of the colour scale. */
  readonly range: readonly [from: number, to: number];
  /** A second line in a cell, such as a published value; [y, x]. */
  readonly notes?: readonly (readonly (string | undefined)[])[];
  readonly label: string;
}

/** Cividis-like: from dark blue over grey to yellow, even in lightness, the same order in grey and for the colour-blind. */
export const cividis = ['#00224e', '#2f3f6c', '#575d6d', '#7c7b78', '#a59c74', '#d2c060', '#fee838'] as const;

/** A grid of coloured cells with their values: SVG text. */
export async function heatmap(map: Heatmap): Promise<string> {
  const { xLabels, yLabels, xName, yName, range } = map;
  const cell = { width: xLabels.length > 12 ? 44 : 56, height: 36 };
  const size = { width: 76 + xLabels.length * cell.width + 84, height: 16 + yLabels.length * cell.height + 56 };
  const axis = { type: 'category', nameLocation: 'middle', nameTextStyle: { color: ink.muted, fontSize: 12 } };
  const look = { axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: ink.text, fontSize: 11 } };
  // Names of classes are all shown; of many numbers, as many as fit.
  const every = { axisLabel: { ...look.axisLabel, ...(xLabels.length <= 12 && { interval: 0 }) } };
  const option = {
    grid: { left: 76, right: 84, top: 16, bottom: 56 },
    xAxis: { ...axis, ...look, ...every, data: xLabels, name: xName, nameGap: 32 },
    yAxis: { ...axis, ...look, data: yLabels, name: yName, nameGap: 52 },
    visualMap: {
      type: 'continuous',
      min: range[0],
      max: range[1],
      calculable: false,
      right: 4,
      top: 'middle',
      itemHeight: Math.min(160, yLabels.length * cell.height),
      text: [String(range[1]), String(range[0])],
      textStyle: { color: ink.muted, fontSize: 11 },
      inRange: { color: [...cividis] },
    },
    series: [{ type: 'heatmap', data: cellsOf(map), itemStyle: { borderColor: '#ffffff', borderWidth: 1 } }],
  };
  return drawChart(option, size, map.label);
}

function cellsOf({ values, notes, range: [from, to] }: Heatmap): unknown[] {
  return values.flatMap((row, y) =>
    row.flatMap((value, x) => {
      if (value === null) return [];
      const color = (value - from) / (to - from) > 0.55 ? ink.text : '#ffffff';
      const note = notes?.[y]?.[x];
      const text = (fontSize: number): object => ({ color, fontSize, lineHeight: 13, fontFamily });
      const formatter = `{value|${value.toFixed(2)}}${note === undefined ? '' : `\n{note|${note}}`}`;
      return [{ value: [x, y, value], label: { show: true, formatter, rich: { value: text(12), note: text(9.5) } } }];
    }),
  );
}
