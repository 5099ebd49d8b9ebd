// How large and how fast is it? Every number with its anchor from the same run. `./build.sh bench` prepares what this needs.

import puppeteer from 'puppeteer-core';
import { readFileSync } from 'node:fs';
import { Folder, temporaryFolder } from '../browser/harness/folder.mjs';
import { Program, freePort } from '../browser/harness/process.mjs';
import { decision } from './decision.mjs';
import { extension } from './extension.mjs';
import { inspect } from './inspect.mjs';
import { page } from './page.mjs';
import { size } from './size.mjs';
import { throughput } from './throughput.mjs';

const FLAGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const folder = new Folder(temporaryFolder('bench'));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid() === 0 ? [...FLAGS, '--no-sandbox'] : FLAGS,
});
const port = await freePort();
const data = `${folder.path}/data`;
const demo = new Program('target/release/stepgate', ['run', '--port', String(port), '--provider-port', String(await freePort()), '--data', data]);

try {
  await demo.line(/^\s*ready\b/i);
  const session = await signIn();
  size();
  await page(browser, session.tag, session.script);
  await decision(browser);
  await inspect(browser, { native: process.env.STEPGATE_BENCH_SCAN, core: process.env.STEPGATE_BENCH_CORE, corpus: process.env.STEPGATE_BENCH_CORPUS, patterns: process.env.STEPGATE_BENCH_NATIVE });
  await extension();
  await throughput(session, session.tag, folder.path);
} finally {
  await browser.close();
  await demo.stop('SIGINT');
  folder.remove();
}

/** Signs in once, and answers the session with the tag and the script that the gateway gives to pages. */
async function signIn() {
  const opened = await browser.newPage();
  const address = `http://files.localhost:${port}/`;
  await opened.goto(address);
  await opened.locator('::-p-text(Megan Bowen)').click();
  await opened.locator('::-p-text(Continue to Files)').click();
  await opened.waitForSelector('#document');
  const html = await (await opened.goto(address)).text();
  const [tag, path] = html.match(/<script src="(\/\.stepgate\/agent-[0-9a-f]+\.js)"[^>]*><\/script>/);
  const script = await opened.evaluate(async (from) => (await fetch(from)).text(), path);
  const cookies = await opened.cookies(address);
  await opened.close();
  return {
    tag, script, port, data,
    host: `files.localhost:${port}`,
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    config: readFileSync(`${data}/stepgate.toml`, 'utf8'),
  };
}
