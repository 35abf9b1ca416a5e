import { describe, expect, it } from 'vitest';
import {
  accuracyCurve,
  confusionMatrix,
  heatmap,
  latentScatter,
  lineChart,
  lossCurve,
} from '../../../src/app/figures/index.js';
import { colourOf, palette, symbolOf } from '../../../src/app/figures/palette.js';

/** All texts of an SVG, in the order in which they are drawn. */
function textsOf(svg: string): string[] {
  return Array.from(svg.matchAll(/<text[^>]*>([^<]*)</g), (match) => match[1] ?? '');
}

function wellFormed(svg: string): void {
  expect(svg).toMatch(/^<svg role="img" aria-label="[^"]+" [^>]*viewBox="[^"]+"[^>]*>[^]*<\/svg>$/);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
}

const history = [
  { epoch: 1, loss: 800, testAccuracy: 0.3 },
  { epoch: 2, loss: 400, testAccuracy: 0.6 },
  { epoch: 3, loss: 300, testAccuracy: 0.8 },
];

describe('lossCurve', () => {
  it('names its axes, with units', async () => {
    const svg = await lossCurve(history);
    wellFormed(svg);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['epoch', 'loss, nats per image']));
    expect(textsOf(svg)).not.toContain('test');
  });

  it('has a second curve and a legend where test losses are known', async () => {
    const svg = await lossCurve(history.map((record) => ({ ...record, testLoss: record.loss + 10 })));
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['training', 'test']));
  });

  it.each([[[]], [[{ epoch: 1, loss: 5 }]]])('draws %j', async (few) => {
    wellFormed(await lossCurve(few));
  });
});

describe('accuracyCurve', () => {
  it('goes from 0 to 1 and has the reference curves', async () => {
    const svg = await accuracyCurve(history, [
      {
        label: 'published',
        points: [
          [1, 0.2],
          [3, 0.9],
        ],
      },
    ]);
    wellFormed(svg);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['0', '1', 'accuracy', 'epoch', 'test accuracy', 'published']));
  });
});

describe('confusionMatrix', () => {
  it('has shares of rows and counts in its cells, and the classes on both axes', async () => {
    const svg = await confusionMatrix(
      [
        [3, 1],
        [0, 2000],
      ],
      ['cats', 'dogs'],
    );
    wellFormed(svg);
    const texts = textsOf(svg);
    expect(texts).toEqual(expect.arrayContaining(['75 %', '3', '25 %', '1', '0 %', '0', '100 %', '2,000']));
    expect(texts.filter((text) => text === 'cats')).toHaveLength(2);
  });

  it('says 100 % and 0 % only where it is so', async () => {
    const texts = textsOf(
      await confusionMatrix(
        [
          [999, 1],
          [0, 10],
        ],
        ['a', 'b'],
      ),
    );
    expect(texts).toEqual(expect.arrayContaining(['99.9 %', '0.1 %', '0 %', '100 %']));
  });

  it('draws a class without images', async () => {
    wellFormed(
      await confusionMatrix(
        [
          [0, 0],
          [1, 1],
        ],
        ['a', 'b'],
      ),
    );
  });

  it('draws many classes and escapes names', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `<class & ${i}>`);
    const svg = await confusionMatrix(
      names.map((_, i) => names.map((__, j) => i + j)),
      names,
    );
    wellFormed(svg);
    expect(svg).toContain('&lt;class &amp; 11&gt;');
  });
});

describe('latentScatter', () => {
  const scatter = (count: number): Parameters<typeof latentScatter>[0] => {
    const numbers = Array.from({ length: count }, (_, i) => i);
    return { x: numbers, y: numbers.map((i) => -i), classes: numbers.map((i) => i % 2), xLabel: 'z1', yLabel: 'z2' };
  };

  it('names axes and classes', async () => {
    const svg = await latentScatter(scatter(10), ['cats', 'dogs']);
    wellFormed(svg);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['z1', 'z2', 'cats', 'dogs']));
  });

  it('stays small with many points', async () => {
    expect((await latentScatter(scatter(50_000), ['cats', 'dogs'])).length).toBeLessThan(1_000_000);
  });
});

describe('colours and symbols', () => {
  it('tell 49 classes apart', () => {
    const looks = Array.from({ length: palette.length ** 2 }, (_, i) => `${colourOf(i)} ${symbolOf(i)}`);
    expect(new Set(looks).size).toBe(looks.length);
  });
});

describe('lineChart', () => {
  it('has each curve in its legend, error bars as lines of their own, and its axes', async () => {
    const points = [
      { x: 1, y: 0.5, low: 0.4, high: 0.6 },
      { x: 2, y: 0.7 },
    ];
    const chart = {
      x: { name: 'labels a class' },
      y: { name: 'accuracy', min: 0, max: 1 },
      label: 'accuracy by labels',
    };
    const curves = [
      { name: 'ours', points },
      { name: 'published', points, look: 'reference' as const },
    ];
    const svg = await lineChart({ ...chart, curves });
    wellFormed(svg);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['ours', 'published', 'labels a class', 'accuracy', '0', '1']));
    expect(textsOf(svg)).not.toContain('ours (range)');
  });
});

describe('heatmap', () => {
  it('writes values and notes into cells, and leaves out what is null', async () => {
    const map = {
      xName: 'alpha',
      yName: 'shear',
      xLabels: ['0', '60'],
      yLabels: ['15'],
      range: [0, 1] as const,
      label: 'map',
    };
    const svg = await heatmap({ ...map, values: [[0.25, null]], notes: [['paper .30', undefined]] });
    wellFormed(svg);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['alpha', 'shear', '0.25', 'paper .30']));
    expect(textsOf(svg).filter((text) => /^0\.\d\d$/.test(text))).toEqual(['0.25']);
  });
});

describe('several drawings on one page', () => {
  const namesIn = (svg: string): Set<string> =>
    new Set([...svg.matchAll(/(?:id|class)="([^"]+)"/g)].map(([, name = '']) => name));

  it('share no name of a part, and the same drawing is the same text', async () => {
    const [first, other, again] = [await lossCurve(history), await accuracyCurve(history), await lossCurve(history)];
    expect(again).toBe(first);
    expect(namesIn(first).size).toBeGreaterThan(0);
    expect([...namesIn(other)].filter((name) => namesIn(first).has(name))).toEqual([]);
  });
});
