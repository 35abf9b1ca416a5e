// tfjs-node's binding to TensorFlow's C library: linked, compiled, cached and tried out.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder, modules, platform, tfjsNode } from './places.js';
import { has, run } from './run.js';
import { timed } from './say.js';
import { tensorflowFolder, tensorflowVersion } from './tensorflow.js';

const napi = `napi-v${Math.min(8, Number(process.versions.napi))}`;
const bindingFile = join(tfjsNode, 'lib', napi, 'tfjs_binding.node');
const libraries = join(tfjsNode, 'deps', 'lib');
const libraryNames = ['libtensorflow.so', 'libtensorflow.so.2', 'libtensorflow.2.dylib', 'tensorflow.dll'];

/** Whether binding and library lie where they are looked for; links may have lost what they point to. */
export function hasBinding() {
  return existsSync(bindingFile) && libraryNames.some((name) => existsSync(join(libraries, name)));
}

/** Multiplies two matrices with the native engine in a process of its own, as a binding that does not fit may crash it. */
export function tryBinding() {
  return run(process.execPath, [join(import.meta.dirname, 'tryNative.cjs')], { seconds: 60 });
}

/** Makes tfjs-node find the cached TensorFlow. */
export function linkTensorflow() {
  const source = tensorflowFolder();
  const includes = join(tfjsNode, 'deps', 'include');
  rmSync(join(tfjsNode, 'deps'), { recursive: true, force: true });
  mkdirSync(includes, { recursive: true });
  mkdirSync(libraries);
  for (const name of ['tensorflow', 'tsl', 'xla']) symlinkSync(join(source, 'include', name), join(includes, name));
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'])
    symlinkSync(join(source, name), join(libraries, name));
  symlinkSync('libtensorflow_cc.so.2', join(libraries, 'libtensorflow.so'));
  symlinkSync('libtensorflow_cc.so.2', join(libraries, 'libtensorflow.so.2'));
  symlinkSync('libtensorflow_framework.so.2', join(libraries, 'libtensorflow_framework.so'));
}

/** Takes the binding from the cache if one lies there that works here. */
export async function restoreBinding() {
  if (!existsSync(cachedBinding())) return false;
  return timed('trying the binding that another set-up compiled', async () => {
    mkdirSync(dirname(bindingFile), { recursive: true });
    copyFileSync(cachedBinding(), bindingFile);
    return (await tryBinding()).ok;
  });
}

/** @throws Error in one line, naming what is missing */
export async function compileBinding() {
  if (!(await has('c++')) && !(await has('g++'))) throw new Error('there is no C++ compiler');
  if (!(await has('make'))) throw new Error('make is not installed');
  await timed('compiling the binding to TensorFlow', async () => {
    const nodePreGyp = join(modules, '@mapbox', 'node-pre-gyp', 'bin', 'node-pre-gyp');
    const args = [nodePreGyp, 'install', '--build-from-source', ...nodeHeaders()];
    const { ok, problem } = await run(process.execPath, args, { cwd: tfjsNode, env: nodeGyp() });
    if (!ok) throw new Error(`the binding could not be compiled: ${problem}`);
  });
}

/** Keeps a binding that works for the next project on this machine. */
export function cacheBinding() {
  const draft = `${cachedBinding()}.${process.pid}`;
  mkdirSync(dirname(draft), { recursive: true });
  copyFileSync(bindingFile, draft);
  renameSync(draft, cachedBinding());
}

function cachedBinding() {
  const { version } = JSON.parse(readFileSync(join(tfjsNode, 'package.json'), 'utf8'));
  return join(cacheFolder(), 'bindings', `tfjs-${version}-tensorflow-${tensorflowVersion}-${napi}-${platform}.node`);
}

/** Node's own headers, where they came with it, so that none are downloaded. */
function nodeHeaders() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

/** npm's own node-gyp. npm tells its scripts where that is, but set-up may also be run without npm. */
function nodeGyp() {
  if (process.env.npm_config_node_gyp) return {};
  const programs = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm'));
  for (const program of programs.filter((path) => existsSync(path))) {
    // npm's program is npm/bin/npm-cli.js, behind a link.
    const path = join(dirname(dirname(realpathSync(program))), 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    if (existsSync(path)) return { npm_config_node_gyp: path };
  }
  return {};
}
