// A server of one file on loopback, in a process of its own, whatever address of it is asked for.
// nginx where it is installed: with sendfile it takes a quarter of the processor time that Node takes for the same bytes,
// and on few cores the server's share is taken from what is measured. Node otherwise.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const NODE_SERVER = `
  const { createServer } = require('node:http');
  const { createReadStream, statSync } = require('node:fs');
  const [, file, port] = process.argv;
  createServer((_, response) => {
    response.setHeader('content-length', statSync(file).size);
    createReadStream(file, { highWaterMark: 1 << 20 }).pipe(response);
  }).listen(Number(port), '127.0.0.1');`;

/** Serves a file until it is stopped. */
export async function serveOnLoopback(file) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'heimdex-bench-server-'));
  const withNginx = spawnSync('nginx', ['-v']).status === 0;
  const server = withNginx
    ? spawn('nginx', ['-p', folder, '-c', configuration(folder, file, port)], { stdio: 'ignore' })
    : spawn(process.execPath, ['-e', NODE_SERVER, file, String(port)], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint);
  return {
    name: withNginx ? 'nginx (sendfile)' : 'Node',
    endpoint,
    async stop() {
      server.kill();
      await once(server, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

function configuration(folder, file, port) {
  const path = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    path,
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { worker_connections 64; }
     http {
       access_log off; sendfile on;
       ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
       server { listen 127.0.0.1:${port}; root ${dirname(file)}; rewrite ^ /${basename(file)} break; }
     }`,
  );
  return path;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function answering(endpoint) {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await fetch(endpoint, { method: 'HEAD' }).catch(() => undefined);
    if (answer?.ok) return;
    await setTimeout(50);
  }
  throw new Error('the server does not answer');
}
