import { describe, expect, it } from 'vitest';
import { parseRunConfig, recipes, versions } from '../../../src/app/config/index.js';
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
    expect(() => parse(misspelt)).toThrow(
      'config.json › training: expected only known fields, got "learningrate". Try "learningRate".',
    );
    expect(() => parse(changed('comment', 'hello'))).toThrow(
      'config.json: expected only known fields, got "comment". Try removing it.',
    );
  });

  it.each([
    ['training.batchSize', undefined, 'config.json › training › batchSize: expected number, got nothing.'],
    ['training.batchSize', 1.5, 'config.json › training › batchSize: expected int, got 1.5.'],
    ['training.batchSize', 0, 'config.json › training › batchSize: expected number to be >=1, got 0.'],
    ['training.epochs', 0, 'config.json › training › epochs: expected number to be >=1, got 0.'],
    ['training.beta.to', -1, 'config.json › training › beta › to: expected'],
    ['training.labelsFirst', 1.1, 'config.json › training › labelsFirst: expected'],
    ['training.clip', 0, 'config.json › training › clip: expected'],
    [
      'model.kind',
      'vea',
      'config.json › model › kind: expected one of "ssrvae"|"ssvae"|"rvae"|"vae"|"jrvae", got "vea".',
    ],
    [
      'model.invariances',
      ['rotation', 'rotation'],
      'config.json › model › invariances: expected each of rotation, translation, scale at most once, in this order, got',
    ],
    [
      'model.invariances',
      [],
      'config.json › model › invariances: expected at least one for ssrvae, rvae and jrvae, none for',
    ],
    [
      'model.deformations',
      99,
      'config.json › model › deformations: expected at most as many as content latents, and 0 for',
    ],
    ['model.hidden', [], 'config.json › model › hidden: expected'],
    ['data.suits', ['hearts'], 'config.json › data › suits: expected'],
    [
      'data.suits',
      ['hearts', 'clubs'],
      'config.json › data › suits: expected each of clubs, spades, hearts, diamonds at most once, in this order',
    ],
    ['data.alpha', 4, 'config.json › data › alpha: expected'],
    ['data.scale', [2, 1], 'config.json › data › scale: expected the smaller number first, got [2,1].'],
    ['data.kind', 'films', 'config.json › data › kind: expected'],
    ['formatVersion', 1, 'config.json › formatVersion: expected 2, got 1.'],
    ['engine', 'gpu', 'config.json › engine: expected'],
  ])('refuses %s = %j', (path, value, message) => {
    expect(() => parse(changed(path, value))).toThrow(message);
  });

  it.each([
    [null, null],
    [5, 5],
  ])('refuses %j steps and %j epochs: it is one or the other', (steps, epochs) => {
    const both = changed('training.steps', steps, changed('training.epochs', epochs));
    expect(() => parse(both)).toThrow(
      'config.json › training › epochs: expected one of steps and epochs, and null for',
    );
  });

  it('refuses deformations without a pose', () => {
    const vae = changed('model.kind', 'vae', changed('model.invariances', [], changed('model.deformations', 1)));
    expect(() => parse(vae)).toThrow('config.json › model › deformations: expected');
  });

  it.each([null, 7, [], 'config'])('refuses %j in place of a config', (value) => {
    expect(() => parse(value)).toThrow('config.json: expected object, got');
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
