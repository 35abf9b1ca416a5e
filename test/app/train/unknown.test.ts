import { describe, expect, it } from 'vitest';
import type { ClassKnowledge } from '../../../src/app/train/knowledge.js';
import { unknownOf } from '../../../src/app/train/unknown.js';

const good: ClassKnowledge = { name: 'good', count: 10, explainedVariance: 0.7, angleError: 4 };

function said(byClass: readonly ClassKnowledge[], explainedVariance = 0.6): string[] {
  return unknownOf({ byClass, explainedVariance, latentShares: [] });
}

describe('unknownOf', () => {
  it('has nothing to say of a decoder that knows its images', () => {
    expect(said([good, { ...good, name: 'without angle' }])).toEqual([]);
  });

  it('names the classes whose pictures explain next to nothing, and those whose angle does not follow', () => {
    const { angleError: _angleError, ...still } = good;
    const sentences = said([
      good,
      { ...still, name: 'blurred', explainedVariance: 0.02 },
      { ...good, name: 'lost', angleError: 41.6 },
    ]);
    expect(sentences).toHaveLength(2);
    expect(sentences[0]).toMatch(/blurred.*2 %/);
    expect(sentences[1]).toMatch(/lost.*42°/);
  });

  it('says nothing of classes without images, whose share is no number', () => {
    expect(said([good, { name: 'none', count: 0, explainedVariance: NaN }])).toEqual([]);
  });

  it('says of all images together that little is explained', () => {
    const sentences = said([{ name: '', count: 5, explainedVariance: 0.3 }], 0.04);
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/4 %/);
  });
});
