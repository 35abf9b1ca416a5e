// tfjs-node's own installer, which downloads a library and a binding from its host.
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { tfjsNode } from './places.js';
import { run } from './run.js';
import { timed } from './say.js';

const probeMs = 6000;

/**
 * Runs the installer of tfjs-node if its host can be reached.
 *
 * @returns {Promise<boolean>} whether it went through
 */
export async function runOwnInstaller() {
  if (!(await canReach(downloadHost()))) return false;
  const manifest = join(tfjsNode, 'package.json');
  const copy = join(tfjsNode, '.package.json.kiln');
  copyFileSync(manifest, copy);
  try {
    const install = () => run(process.execPath, [join('scripts', 'install.js')], { cwd: tfjsNode, seconds: 900 });
    const { ok } = await timed("running tfjs-node's own installer", install);
    return ok;
  } finally {
    // It edits its package.json while it runs, and does not always get to undo that.
    copyFileSync(copy, manifest);
    rmSync(copy);
  }
}

function downloadHost() {
  const { TFJS_NODE_CDN_STORAGE, CDN_STORAGE, TFJS_NODE_BASE_URI } = process.env;
  const { binary } = JSON.parse(readFileSync(join(tfjsNode, 'package.json'), 'utf8'));
  return new URL(TFJS_NODE_BASE_URI || TFJS_NODE_CDN_STORAGE || CDN_STORAGE || binary.host);
}

/** Whether a connection comes about in a few seconds, through the proxy if one is set. */
function canReach({ hostname, port }) {
  const target = { host: hostname, port: Number(port || 443) };
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env;
  const proxy = HTTPS_PROXY || https_proxy || HTTP_PROXY || http_proxy;
  return new Promise((resolve) => {
    const attempt = proxy ? throughProxy(new URL(proxy), target, resolve) : connect(target, () => resolve(true));
    attempt.on('error', () => resolve(false));
    attempt.setTimeout(probeMs, () => resolve(false));
    attempt.on('close', () => resolve(false));
    setTimeout(() => attempt.destroy(), probeMs).unref();
  });
}

function throughProxy(proxy, { host, port }, resolve) {
  const options = { host: proxy.hostname, port: proxy.port || 80, method: 'CONNECT', path: `${host}:${port}` };
  const attempt = httpRequest(options);
  attempt.on('connect', (response, socket) => {
    socket.destroy();
    resolve(response.statusCode === 200);
  });
  attempt.end();
  return attempt;
}
