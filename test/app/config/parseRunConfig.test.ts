import { describe, expect, it } from 'vitest';
import { parseRunConfig, recipes, runSizes, versions } from '../../../src/app/config/index.js';
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

  it.each(Object.entries(recipes))('accepts the recipe %s', (_, { cards }) => {
    expect(parse({ ...cardsRun(), ...cards })).toMatchObject(cards);
  });

  it.each(Object.entries(runSizes))('accepts the size %s', (_, { cards, model, training }) => {
    const { data, ...rest } = cardsRun();
    parse({
      ...rest,
      data: { ...data, ...cards },
      model: { ...rest.model, ...model },
      training: { ...rest.training, ...training },
    });
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
    ['training.epochs', undefined, 'config.json › training › epochs: expected number, got nothing.'],
    ['training.epochs', 1.5, 'config.json › training › epochs: expected int, got 1.5.'],
    ['training.epochs', -1, 'config.json › training › epochs: expected number to be >=0, got -1.'],
    ['training.beta.to', -1, 'config.json › training › beta › to: expected'],
    ['training.clip', 0, 'config.json › training › clip: expected'],
    [
      'model.kind',
      'vea',
      'config.json › model › kind: expected one of "ssrvae"|"ssvae"|"rvae"|"vae"|"jrvae", got "vea".',
    ],
    ['model.invariances', ['rotation', 'rotation'], 'config.json › model › invariances: expected each name once, got'],
    ['model.hidden', [], 'config.json › model › hidden: expected'],
    ['data.suits', ['hearts'], 'config.json › data › suits: expected'],
    [
      'data.suits',
      ['hearts', 'clubs'],
      'config.json › data › suits: expected each suit once, in the order of their labels',
    ],
    ['data.alpha', 4, 'config.json › data › alpha: expected'],
    ['data.scale', [2, 1], 'config.json › data › scale: expected the smaller number first, got [2,1].'],
    ['data.kind', 'films', 'config.json › data › kind: expected'],
    ['formatVersion', 2, 'config.json › formatVersion: expected 1, got 2.'],
    ['engine', 'gpu', 'config.json › engine: expected'],
  ])('refuses %s = %j', (path, value, message) => {
    expect(() => parse(changed(path, value))).toThrow(message);
  });

  it('refuses a run without any steps', () => {
    const empty = changed('training.warmUpSteps', 0, changed('training.epochs', 0));
    expect(() => parse(empty)).toThrow('config.json › training: expected epochs or warmUpSteps above 0');
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
