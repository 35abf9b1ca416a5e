// TensorFlow's C library out of its Python wheel, in a cache that projects share.
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.js';
import { cacheFolder, platform } from './places.js';
import { has, run } from './run.js';
import { timed } from './say.js';

export const tensorflowVersion = '2.21.0';

// The wheel's library exports the C API whatever Python it is built for; this one has wheels for all common platforms.
const wheel = [
  `tensorflow-cpu==${tensorflowVersion}`,
  '--python-version',
  '3.11',
  '--implementation',
  'cp',
  '--abi',
  'cp311',
];

// Of 0.9 GB the binding needs the headers of three folders and two libraries.
const unpackWheel = `
import glob, sys, zipfile
[wheel] = glob.glob(sys.argv[1] + '/*.whl')
parts = tuple('tensorflow/include/%s/' % name for name in ('tensorflow', 'tsl', 'xla'))
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
with zipfile.ZipFile(wheel) as archive:
    names = [name for name in archive.namelist() if name.startswith(parts) or name in libraries]
    assert set(libraries) <= set(names), 'the wheel lacks TensorFlow libraries'
    archive.extractall(sys.argv[1], names)
`;

/** The folder with `include/` and the two libraries, whether or not it exists yet. */
export function tensorflowFolder() {
  return join(cacheFolder(), `tensorflow-${tensorflowVersion}-${platform}`);
}

export function hasTensorflow() {
  return existsSync(tensorflowFolder());
}

/**
 * Puts TensorFlow into the cache.
 *
 * @throws Error in one line, naming what is missing
 */
export async function fetchTensorflow() {
  if (process.platform !== 'linux') throw new Error(`there is no library to fetch for ${platform}`);
  if (!(await has('python3'))) throw new Error('python3 is not installed');
  if (!(await has('python3', '-m', 'pip'))) throw new Error('python3 has no pip');
  await withLock(`${tensorflowFolder()}.lock`, async () => {
    if (!hasTensorflow()) await timed(`fetching TensorFlow ${tensorflowVersion} (270 MB, once)`, download);
  });
}

/** Works in a folder beside the final one and renames it at the end, so that a broken download leaves nothing in place. */
async function download() {
  removeLeftovers();
  const draft = mkdtempSync(join(cacheFolder(), '.tensorflow-'));
  try {
    const options = ['--no-deps', '--only-binary=:all:', '--quiet', '--no-cache-dir', '--dest', draft];
    const pip = await run('python3', ['-m', 'pip', 'download', ...options, ...wheel], { seconds: 1800 });
    if (!pip.ok) throw new Error(`TensorFlow ${tensorflowVersion} could not be downloaded: ${pip.problem}`);
    const unpacked = await run('python3', ['-c', unpackWheel, draft]);
    if (!unpacked.ok) throw new Error(`TensorFlow could not be unpacked: ${unpacked.problem}`);
    renameSync(join(draft, 'tensorflow'), tensorflowFolder());
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Removes what interrupted downloads left more than a day ago. */
function removeLeftovers() {
  const yesterday = Date.now() - 24 * 3600 * 1000;
  for (const name of readdirSync(cacheFolder())) {
    const path = join(cacheFolder(), name);
    if (name.startsWith('.tensorflow-') && statSync(path).mtimeMs < yesterday) rmSync(path, { recursive: true });
  }
}
