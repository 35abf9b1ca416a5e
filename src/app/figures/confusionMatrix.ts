import { drawChart, fontFamily } from './chart.js';
import { ink } from './palette.js';

/** From white to dark blue, evenly in lightness. */
const shades = ['#ffffff', '#c9dcee', '#8fb8da', '#4d8fc1', '#0f5f99', '#053a61'];

/**
 * A confusion matrix: rows are true classes, columns predicted ones, colours the share of the row; SVG text.
 *
 * @param confusion how many images of class `row` were called class `column`
 */
export async function confusionMatrix(
  confusion: readonly (readonly number[])[],
  classNames: readonly string[],
): Promise<string> {
  const numClasses = classNames.length;
  const cell = numClasses <= 6 ? 84 : 60;
  const left = 34 + Math.min(140, 7.2 * Math.max(...classNames.map((name) => name.length)));
  const size = { width: left + numClasses * cell + 16, height: 16 + numClasses * cell + 56 };
  const axis = {
    type: 'category',
    data: classNames,
    nameLocation: 'middle',
    nameTextStyle: { color: ink.muted, fontSize: 12 },
  };
  const look = { axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false } };
  const axisLabel = { color: ink.text, fontSize: 12, width: 140, overflow: 'truncate', interval: 0 };
  const option = {
    grid: { left, right: 16, top: 16, bottom: 56 },
    xAxis: { ...axis, ...look, name: 'predicted class', nameGap: 36, axisLabel: { ...axisLabel, width: cell - 4 } },
    yAxis: { ...axis, ...look, name: 'true class', nameGap: left - 18, inverse: true, axisLabel },
    visualMap: { show: false, min: 0, max: 1, inRange: { color: shades } },
    series: [{ type: 'heatmap', data: cellsOf(confusion), itemStyle: { borderColor: ink.grid, borderWidth: 1 } }],
  };
  return drawChart(option, size, `Confusion matrix of ${classNames.join(', ')}`);
}

function cellsOf(confusion: readonly (readonly number[])[]): unknown[] {
  return confusion.flatMap((row, actual) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => {
      const share = total === 0 ? 0 : count / total;
      return { value: [predicted, actual, share], label: cellLabel(count, share) };
    });
  });
}

function cellLabel(count: number, share: number): Record<string, unknown> {
  // White on the dark half of the shades has a contrast of at least 4.5 to 1, as has ink on the light half.
  const color = share > 0.55 ? '#ffffff' : ink.text;
  const text = (fontSize: number, fontWeight: string): object => ({
    color,
    fontSize,
    fontWeight,
    lineHeight: 18,
    fontFamily,
  });
  return {
    show: true,
    formatter: `{share|${formatShare(share)}}\n{count|${count.toLocaleString('en')}}`,
    rich: { share: text(14, 'bold'), count: text(11, 'normal') },
  };
}

/** A share in per cent that says 0 and 100 only where it is exactly that. */
function formatShare(share: number): string {
  const percent = 100 * share;
  const isExtreme = share > 0 && share < 1 && (percent < 1 || percent > 99);
  return `${isExtreme ? percent.toFixed(1) : percent.toFixed(0)} %`;
}
