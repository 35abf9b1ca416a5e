// `node examples/run.js NAME [ENGINE]`: runs an example from its source, on the engine native, wasm, cpu or auto (default).
// Without a name it lists them.
import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { setUp } from '../scripts/setup/setUp.js';

const names = readdirSync(new URL('.', import.meta.url)).filter((file) => file.endsWith('.ts'));
const [name, engine = 'auto'] = process.argv.slice(2);

if (name === undefined || !names.includes(`${name}.ts`)) {
  process.stderr.write(
    `Expected one of ${names.map((file) => file.slice(0, -3)).join(', ')}, got ${name ?? 'none'}.\n`,
  );
  process.exitCode = 2;
} else {
  await setUp({ native: engine === 'native', build: true });
  register('./typescript.js', import.meta.url);
  const { ready } = await import('kiln-ppl');
  await ready({ engine });
  const example = await import(`./${name}.ts`);
  example.run();
}
