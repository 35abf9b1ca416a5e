import { describe, expect, it } from 'vitest';
import { parseRunConfig, recipes, versions } from '../../../src/app/config/index.js';
import { errorOf } from '../../support/errorOf.js';
import { cardsRun, imagesRun } from './configs.js';

/** A valid config with one field, named by its path, set to a value; undefined takes it away. */
function changed(path: string, value: unknown, config: unknown = cardsRun()): unknown {
  const copy = structuredClone(config) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((part, name) => part[name] as Record<string, unknown>, copy);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

function parse(value: unknown): unknown {
  return parseRunConfig(JSON.parse(JSON.stringify(value)), 'config.json');
}

describe('parseRunConfig', () => {
  it.each([cardsRun(), imagesRun()])('accepts a config of each kind, unchanged by JSON: $data.kind', (config) => {
    expect(parse(config)).toEqual(config);
  });

  it('accepts images without labels, groups or a limit of labels', () => {
    const bare = ['labels', 'groups', 'labelsPerClass'].reduce<unknown>(
      (config, name) => changed(`data.${name}`, undefined, config),
      imagesRun(),
    );
    expect(parse(bare)).toEqual(bare);
  });

  it.each(Object.entries(recipes))('accepts the recipe %s', (_, { cards, images }) => {
    const own = { data: cards.data, model: cards.model, training: cards.training };
    expect(parse({ ...cardsRun(), ...own })).toMatchObject(own);
    const { data, model, training, known } = images;
    for (const learning of [training, { ...training, ...known, labelledPoses: 'known' }]) {
      const config = { ...imagesRun(), model, training: learning, data: { ...imagesRun().data, ...data } };
      expect(parse(config)).toMatchObject({ data, model, training: learning });
    }
  });

  it.each(
    Object.values(recipes).flatMap(({ cards, images }) =>
      (['quick', 'smoke'] as const).flatMap((size) => [
        [cards, cards.sizes[size], { ...cardsRun(), data: { ...cards.data, ...cards.sizes[size].data } }] as const,
        [images, images.sizes[size], imagesRun()] as const,
      ]),
    ),
  )('accepts every size of every recipe', (base, { model, training }, run) => {
    parse({ ...run, model: { ...base.model, ...model }, training: { ...base.training, ...training } });
  });

  it('names an unknown field and the one that was meant', () => {
    const misspelt = changed('training.learningrate', 1e-3, changed('training.learningRate', undefined));
    expect(errorOf(() => parse(misspelt))).toMatchObject({
      code: 'DataError',
      where: 'config.json › training',
      got: '"learningrate"',
      hint: '"learningRate"',
    });
    expect(errorOf(() => parse(changed('comment', 'hello')))).toMatchObject({
      code: 'DataError',
      where: 'config.json',
      got: '"comment"',
    });
  });

  it.each([
    ['training.batchSize', undefined, { where: 'config.json › training › batchSize', got: 'nothing' }],
    ['training.batchSize', 1.5, { where: 'config.json › training › batchSize', got: '1.5' }],
    ['training.batchSize', 0, { where: 'config.json › training › batchSize', got: '0' }],
    ['training.epochs', 0, { where: 'config.json › training › epochs', got: '0' }],
    ['training.beta.to', -1, { where: 'config.json › training › beta › to' }],
    ['training.labelsFirst', 1.1, { where: 'config.json › training › labelsFirst' }],
    ['training.clip', 0, { where: 'config.json › training › clip' }],
    ['model.kind', 'vea', { where: 'config.json › model › kind', got: '"vea"' }],
    ['model.invariances', ['rotation', 'rotation'], { where: 'config.json › model › invariances' }],
    ['model.invariances', [], { where: 'config.json › model › invariances' }],
    ['model.deformations', 99, { where: 'config.json › model › deformations' }],
    ['model.hidden', [], { where: 'config.json › model › hidden' }],
    ['data.suits', ['hearts'], { where: 'config.json › data › suits' }],
    ['data.suits', ['hearts', 'clubs'], { where: 'config.json › data › suits' }],
    ['data.alpha', 4, { where: 'config.json › data › alpha' }],
    ['data.scale', [2, 1], { where: 'config.json › data › scale', got: '[2,1]' }],
    ['data.kind', 'films', { where: 'config.json › data › kind' }],
    ['formatVersion', 1, { where: 'config.json › formatVersion', got: '1' }],
    ['engine', 'gpu', { where: 'config.json › engine' }],
  ])('refuses %s = %j', (path, value, fields) => {
    expect(errorOf(() => parse(changed(path, value)))).toMatchObject({ code: 'DataError', ...fields });
  });

  it.each([
    [null, null],
    [5, 5],
  ])('refuses %j steps and %j epochs: it is one or the other', (steps, epochs) => {
    const both = changed('training.steps', steps, changed('training.epochs', epochs));
    expect(errorOf(() => parse(both))).toMatchObject({ code: 'DataError', where: 'config.json › training › epochs' });
  });

  it('refuses deformations without a pose', () => {
    const vae = changed('model.kind', 'vae', changed('model.invariances', [], changed('model.deformations', 1)));
    expect(errorOf(() => parse(vae))).toMatchObject({ code: 'DataError', where: 'config.json › model › deformations' });
  });

  it.each([null, 7, [], 'config'])('refuses %j in place of a config', (value) => {
    expect(errorOf(() => parse(value))).toMatchObject({ code: 'DataError', where: 'config.json' });
  });
});

describe('versions', () => {
  it('name what a run is made with', () => {
    expect(versions()).toEqual({
      kiln: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      node: process.versions.node,
      tfjs: '4.22.0',
    });
  });
});
