import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ArgumentError } from '../../num/index.js';

/** What a path of the page answers: text or a picture. */
export interface Answer {
  readonly type: 'text/html' | 'application/json' | 'image/png' | 'text/plain';
  readonly content: string | Uint8Array;
  /** Default 200. */
  readonly status?: number;
}

/** Answers a request by method, path without its slash, and body; undefined for what there is not. */
export type Responder = (method: 'GET' | 'POST', path: string, body: string) => Answer | undefined;

export interface LabelServer {
  /** Such as `http://127.0.0.1:8137/`. */
  readonly address: string;
  close(): void;
}

const HOST = '127.0.0.1';
/** Bytes; the page sends a number and a name at a time. */
const LONGEST_BODY = 10_000;
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
].join('; ');

/**
 * Serves a page to browsers on this machine only: it listens on the loopback interface, and answers no request that another
 * site's page could have sent.
 *
 * @param port 0 for any that is free
 * @throws ArgumentError if the port is taken or not allowed
 */
export async function openLabelServer(port: number, respond: Responder): Promise<LabelServer> {
  const server = createServer((request, response) => void answer(request, response, respond));
  await listen(server, port);
  // A server that listens on a port has an address of this form.
  const { port: chosen } = server.address() as AddressInfo;
  return {
    address: `http://${HOST}:${chosen}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const got = error.code === 'EADDRINUSE' ? `${port}, which another program listens on` : error.message;
      reject(new ArgumentError({ where: '--port', expected: 'a free port', got, hint: 'another port, or 0 for any' }));
    });
    server.listen(port, HOST, resolve);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, respond: Responder): Promise<void> {
  const send = ({ type, content, status = 200 }: Answer): void => {
    const charset = type === 'image/png' ? '' : '; charset=utf-8';
    const headers = { 'Content-Type': `${type}${charset}`, 'Content-Security-Policy': POLICY };
    response.writeHead(status, { ...headers, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    response.end(content);
  };
  const fail = (status: number, content: string): void => send({ type: 'text/plain', content, status });
  try {
    const { method, url = '/' } = request;
    if (method !== 'GET' && method !== 'POST') return fail(405, 'Only GET and POST.');
    if (!isOwn(request)) return fail(403, 'This page is for browsers on this machine.');
    if (Number(request.headers['content-length'] ?? 0) > LONGEST_BODY) return fail(413, 'Too long.');
    const found = respond(method, url.slice(1), method === 'POST' ? await text(request) : '');
    if (found === undefined) fail(404, 'Not here.');
    else send(found);
  } catch (error) {
    fail(500, error instanceof Error ? error.message : String(error));
  }
}

/** Other sites' pages send their own origin, or, having their name point here, their own host. */
function isOwn({ headers, socket }: IncomingMessage): boolean {
  const hosts = [`${HOST}:${socket.localPort ?? 0}`, `localhost:${socket.localPort ?? 0}`];
  const isOwnOrigin = headers.origin === undefined || hosts.some((host) => headers.origin === `http://${host}`);
  return isOwnOrigin && hosts.includes(headers.host ?? '');
}
