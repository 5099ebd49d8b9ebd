// How many requests a second pass the gateway, beside nginx on the same upstream? All of it on loopback, for a fixed time.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { Program, freePort } from '../browser/harness/process.mjs';
import { until } from '../browser/harness/wait.mjs';
import { median, roundRobin, table, verdict } from './numbers.mjs';

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 32;
const PAGE_BYTES = 100_000;

/** `session`: cookie and configuration of a gateway where somebody is signed in; `tag`: what it puts into a page. */
export async function throughput(session, tag, folder) {
  const ports = { upstream: await freePort(), plain: await freePort(), filter: await freePort(), gateway: await freePort() };
  const programs = [startUpstream(folder, ports), startProxy('plain', folder, ports, ''), startProxy('filter', folder, ports, subFilter(tag)), startGateway(session, folder, ports)];
  try {
    await measureAll(session, ports, programs.map((program) => program.child.pid));
  } finally {
    await Promise.all(programs.map((program) => program.stop()));
  }
}

async function measureAll(session, ports, [, plain, filter, gateway]) {
  // wrk sends a second host unless it is spelled like this.
  const headers = { Host: session.host, cookie: session.cookie, accept: 'text/html', 'sec-fetch-dest': 'document' };
  for (const port of Object.values(ports)) await until(`port ${port} answers`, () => answers(port, headers));
  const marked = await answers(ports.gateway, headers);
  if (!marked.includes('/.stepgate/agent-')) throw new Error(`the gateway did not put the agent into the page: ${marked.slice(0, 300)}`);
  const load = (port, pid) => () => measure(port, headers, pid);
  const values = await roundRobin(ROUNDS, {
    plain: load(ports.plain, plain), filter: load(ports.filter, filter), filterAgain: load(ports.filter, filter), gateway: load(ports.gateway, gateway),
  });
  const rate = (name) => median(values[name].map((each) => each.rate));
  const cpu = (name) => median(values[name].map((each) => each.cpu));
  const row = (title, name) => [title, rate(name).toFixed(0), (rate(name) / rate('filter')).toFixed(2), cpu(name).toFixed(1), (cpu(name) / cpu('filter')).toFixed(2)];
  const again = verdict(values.filter.map((each) => each.rate), values.filterAgain.map((each) => each.rate));
  table(`HTML of ${PAGE_BYTES / 1000} KB, ${CONNECTIONS} connections, nginx with one worker (median of ${ROUNDS} x ${SECONDS} s; ${again})`, [
    ['', 'requests/s', 'ratio', 'CPU us/request', 'ratio'],
    row('nginx proxy', 'plain'), row('nginx with sub_filter', 'filter'), row('Stepgate, agent put in', 'gateway'),
  ]);
}

/** One run of wrk: requests a second, and microseconds of CPU that the proxy spent on each. */
async function measure(port, headers, pid) {
  const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const before = cpuOf(pid);
  const out = execFileSync('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, ...lines, `http://127.0.0.1:${port}/page.html`], { encoding: 'utf8' });
  const failed = out.match(/Non-2xx.*|Socket errors.*/);
  if (failed) throw new Error(`port ${port}: ${failed[0]}`);
  const requests = Number(out.match(/(\d+) requests in/)[1]);
  return { rate: Number(out.match(/Requests\/sec:\s+([\d.]+)/)[1]), cpu: (cpuOf(pid) - before) / requests / 1000 };
}

/** Nanoseconds of CPU that all threads of a process and of its children have had. */
function cpuOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const own = threads.map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
  const children = threads.flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean));
  return [...own, ...children.map(cpuOf)].reduce((sum, value) => sum + value, 0);
}

function startUpstream(folder, ports) {
  mkdirSync(`${folder}/www`, { recursive: true });
  const words = 'The quick brown fox jumps over the lazy dog. ';
  const body = `<p>${words.repeat(40)}</p>\n`.repeat(60).slice(0, PAGE_BYTES - 90);
  writeFileSync(`${folder}/www/page.html`, `<!doctype html><html><head><title>Bench</title></head><body>${body}</body></html>`);
  return startNginx('upstream', folder, `server { listen 127.0.0.1:${ports.upstream}; root ${folder}/www; }`);
}

function startProxy(name, folder, ports, extra) {
  const upstream = `upstream app { server 127.0.0.1:${ports.upstream}; keepalive 64; }`;
  const pass = 'proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Accept-Encoding "";';
  return startNginx(name, folder, `${upstream} server { listen 127.0.0.1:${ports[name]}; location / { ${pass} ${extra} } }`);
}

const subFilter = (tag) => `sub_filter '<head>' '<head>${tag}'; sub_filter_once on;`;

function startNginx(name, folder, http) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ');
  const user = process.getuid() === 0 ? 'user root;' : '';
  const text = `daemon off; ${user} worker_processes 1; pid ${folder}/${name}.pid; error_log stderr; events { worker_connections 1024; }
http { access_log off; ${temporary} types { text/html html; } keepalive_requests 1000000; ${http} }`;
  writeFileSync(`${folder}/${name}.conf`, text);
  return new Program('nginx', ['-c', `${folder}/${name}.conf`, '-p', folder]);
}

function startGateway(session, folder, ports) {
  const config = session.config
    .replace(/listen = ".*"/, `listen = "127.0.0.1:${ports.gateway}"\npublic_port = ${session.port}`)
    .replace(/(host = "files\.localhost"\s+upstream = )".*"/, `$1"http://127.0.0.1:${ports.upstream}"`)
    .replace(/path = "stepgate\.sqlite"/, `path = "${session.data}/stepgate.sqlite"`);
  writeFileSync(`${folder}/gateway.toml`, config);
  return new Program('target/release/stepgate', ['serve', '--config', `${folder}/gateway.toml`]);
}

function answers(port, headers) {
  return new Promise((done, fail) => {
    const request = get({ host: '127.0.0.1', port, path: '/page.html', headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk) => (body += chunk)).on('end', () => (answer.statusCode === 200 ? done(body) : fail(new Error(`status ${answer.statusCode}: ${body.slice(0, 200)}`))));
    });
    request.on('error', fail);
  });
}
