import { describe, expect, it } from 'vitest';
import { runCli } from '../../../src/app/cli/index.js';
import { recipes } from '../../../src/app/config/index.js';
import type { LibraryPlan } from '../../../src/app/library/index.js';
import { fakeServices } from './fakeServices.js';

async function run(...argv: readonly string[]) {
  const recorded = fakeServices();
  const code = await runCli(['library', ...argv], recorded.services, recorded.terminal);
  return {
    code,
    err: recorded.err(),
    out: recorded.out(),
    plan: recorded.calls[0]?.args[0] as LibraryPlan | undefined,
  };
}

describe('kiln library', () => {
  it('takes what is not said from the images recipe, and leaves the finder its defaults', async () => {
    const { code, plan } = await run('a.png', 'b', '--out', 'x');
    expect(code).toBe(0);
    expect(plan).toMatchObject({ paths: ['a.png', 'b'], retrain: false, labelling: { classes: [], port: 0 } });
    expect(plan?.patches).toEqual({ find: {}, patchSize: 48 });
    const { model, training } = recipes.kiln.images;
    expect(plan?.learning).toMatchObject({ engine: 'auto', testFraction: 0, model, training });
  });

  it('turns lengths into pixels and diameters into areas', async () => {
    const sizes = ['--pixel-size', '0.5 µm/px', '--min-size', '3000 nm', '--max-size', '20', '--window', '0.05 mm'];
    const { plan } = await run('a.png', '--out', 'x', '--dark', ...sizes);
    const { find, ...rest } = plan?.patches ?? { find: {} };
    expect(rest).toEqual({ patchSize: 48, window: 100, pixelSize: { length: 0.5, unit: 'µm' } });
    expect(find.contrast).toBe('dark');
    expect(find.minArea).toBeCloseTo(Math.PI * 9, 6);
    expect(find.maxArea).toBeCloseTo(Math.PI * 100, 9);
  });

  it.each([
    [['--min-sise', '3'], '--min-size'],
    [['--min-size', '3 nm'], '--min-size'],
    [['--min-size', '-3'], '--min-size'],
    [['--min-size', '9', '--max-size', '9'], '--max-size'],
    [['--pixel-size', '2.5'], '--pixel-size'],
    [['--pixel-size', '2.5 kg'], '--pixel-size'],
    [['--bright', '--dark'], '--bright'],
    [['--threshold', 'otsi'], '--threshold'],
    [['--classes', 'a,b,a'], '--classes'],
    [['--port', '70000'], '--port'],
    [['--quick', '--smoke'], '--quick'],
  ])('refuses %j before any work', async (argv, named) => {
    const { code, err, plan } = await run('a.png', '--out', 'x', ...argv);
    expect(err).toContain(named);
    expect([code, plan]).toEqual([2, undefined]);
  });

  it('says in words or as JSON what came of it', async () => {
    const { out } = await run('a.png', '--out', 'x');
    expect(out).toContain('1,200 objects in 1 micrograph, 30 labelled: cat 700, dog 500.\nTable: gold/library.csv\n');
    expect(JSON.parse((await run('a.png', '--out', 'x', '--json')).out)).toMatchObject({
      stage: 'done',
      objects: 1200,
    });
  });
});
