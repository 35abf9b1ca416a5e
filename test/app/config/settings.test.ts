import { describe, expect, it } from 'vitest';
import { fitted, flagOf, recipes, schemas, settingsOf } from '../../../src/app/config/index.js';
import { activationNames } from '../../../src/nn/index.js';
import { engineNames } from '../../../src/num/index.js';

describe('the table of settings', () => {
  const groups = Object.entries(schemas).filter(([name]) => name !== 'run');

  // A schema with two options would have the last one only, and this test would find it.
  it.each(groups)('%s: gives every field an option of its name', (_, group) => {
    const fields = Object.keys(group.shape).filter((field) => field !== 'kind');
    const settings = settingsOf(group).filter(({ field }) => field !== 'kind');
    expect(settings.map(({ field }) => field)).toEqual(fields);
    expect(settings.map(({ name }) => name)).toEqual(fields);
    for (const { name, flags, help } of settings) {
      expect(flags).toMatch(new RegExp(`^${flagOf(name)}( <[\\w.:[\\]]+>)?$`));
      expect(help).not.toBe('');
    }
  });

  it.each(groups)('%s: says of every switch what its opposite is, and only of switches', (_, group) => {
    for (const { flags, offHelp } of settingsOf(group)) expect(offHelp !== undefined).toBe(!flags.includes('<'));
  });

  it('knows the engines and activations that there are', () => {
    expect(schemas.run.shape.engine.options).toEqual([...engineNames, 'auto']);
    expect(schemas.model.shape.activation.options).toEqual([...activationNames]);
  });
});

describe('fitted', () => {
  const model = { ...recipes.kiln.images.model, contentDim: 3, deformations: 3 };

  it('leaves a model alone that has a pose and enough content', () => {
    expect(fitted(model)).toEqual(model);
  });

  it('has no more deformations than content, and neither these nor invariances without a pose', () => {
    expect(fitted({ ...model, contentDim: 1 }).deformations).toBe(1);
    expect(fitted({ ...model, kind: 'vae' })).toEqual({ ...model, kind: 'vae', invariances: [], deformations: 0 });
  });
});
