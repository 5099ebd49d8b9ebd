// How is WebKitGTK driven? MiniBrowser through WebKitWebDriver: plain W3C WebDriver over HTTP.

import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Folder, temporaryFolder } from './folder.mjs';
import { Page } from './page.mjs';
import { Program, freePort } from './process.mjs';
import { until } from './wait.mjs';

const KEYS = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Backspace: '\uE003', Control: '\uE009', Shift: '\uE008', Alt: '\uE00A', End: '\uE010', Home: '\uE011', ArrowDown: '\uE015' };

/** Starts the driver; every `page()` is a browser process and a person of its own. */
export async function launchWebKit(screen) {
  const port = await freePort();
  const home = new Folder(temporaryFolder('webkit'));
  const saved = new Folder(join(home.path, 'saved'));
  mkdirSync(join(home.path, '.config'));
  writeFileSync(join(home.path, '.config', 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${saved.path}"\n`);
  const env = { ...screen.env, HOME: home.path, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1', NO_AT_BRIDGE: '1' };
  const program = new Program('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], { env });
  const driver = new Driver(`http://127.0.0.1:${port}`, program);
  await until('WebKitWebDriver answers', () => driver.call('GET', '/status'));
  return new WebKitBrowser(driver, { home, saved });
}

class Driver {
  constructor(base, program) {
    this.base = base;
    this.program = program;
  }

  async call(method, path, body) {
    const answer = await fetch(this.base + path, { method, body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined, signal: AbortSignal.timeout(30_000) });
    const { value } = await answer.json();
    if (!answer.ok) throw Object.assign(new Error(`${method} ${path}: ${value.error}: ${value.message}`), { kind: value.error });
    return value;
  }
}

class WebKitBrowser {
  #page;

  constructor(driver, folders) {
    this.driver = driver;
    this.home = folders.home;
    this.saved = folders.saved;
  }

  /** A page of a new person. WebKitGTK's driver holds one session, so the earlier one ends. */
  async page() {
    await this.#page?.close();
    const options = { binary: miniBrowser(), args: ['--automation'] };
    const { sessionId } = await this.driver.call('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } } });
    const session = new Session(this.driver, `/session/${sessionId}`);
    this.#page = new WebKitPage(session, await session.get('/window'));
    return this.#page;
  }

  /** Waits for a window that `page` opened, other than itself. */
  async popup(page) {
    const handle = await until('a new window', async () => (await page.session.get('/window/handles')).find((each) => each !== page.handle));
    return new WebKitPage(page.session, handle);
  }

  /** Whether the program has crashed under the last page. */
  hasCrashed() {
    return Boolean(this.#page?.session.isGone);
  }

  async pageCount(page) {
    return (await page.session.get('/window/handles')).length;
  }

  async close() {
    await this.#page?.close();
    await this.driver.program.stop();
    this.home.remove();
  }
}

class Session {
  #window;

  constructor(driver, path) {
    this.driver = driver;
    this.path = path;
  }

  get(path) {
    return this.#call('GET', path);
  }

  post(path, body) {
    return this.#call('POST', path, body);
  }

  /** The driver forgets a session that nobody ended only when the browser's program is gone. */
  async #call(method, path, body) {
    try {
      return await this.driver.call(method, this.path + path, body);
    } catch (error) {
      this.isGone ||= error.kind === 'invalid session id';
      throw error;
    }
  }

  async select(handle) {
    if (this.#window === handle) return;
    await this.post('/window', { handle });
    this.#window = handle;
  }
}

class WebKitPage extends Page {
  constructor(session, handle) {
    super();
    this.session = session;
    this.handle = handle;
  }

  async #post(path, body) {
    await this.session.select(this.handle);
    return this.session.post(path, body);
  }

  async #get(path) {
    await this.session.select(this.handle);
    return this.session.get(path);
  }

  goto(url) {
    return this.#post('/url', { url });
  }

  url() {
    return this.#get('/url');
  }

  evaluate(fn, ...args) {
    return this.#post('/execute/sync', { script: `return (${fn}).apply(null, arguments)`, args });
  }

  pressAt(x, y) {
    const move = { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0, origin: 'viewport' };
    const actions = [move, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }];
    return this.#act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions });
  }

  /** Chooses files in a file input, as a person does in the browser's dialog. */
  async chooseFiles(selector, paths) {
    const [element] = Object.values(await this.#post('/element', { using: 'css selector', value: selector }));
    return this.#post(`/element/${element}/value`, { text: paths.join('\n') });
  }

  type(text) {
    return this.#act({ type: 'key', id: 'keyboard', actions: [...text].flatMap((value) => [down(value), up(value)]) });
  }

  press(keys) {
    const values = keys.split('+').map((name) => KEYS[name] ?? name);
    return this.#act({ type: 'key', id: 'keyboard', actions: [...values.map(down), ...[...values].reverse().map(up)] });
  }

  async capture() {
    return Buffer.from(await this.#get('/screenshot'), 'base64');
  }

  front() {
    return this.session.select(this.handle);
  }

  async isClosed() {
    return !(await this.session.get('/window/handles')).includes(this.handle);
  }

  close() {
    return this.session.driver.call('DELETE', this.session.path);
  }

  async #act(source) {
    await this.#post('/actions', { actions: [source] });
  }
}

const down = (value) => ({ type: 'keyDown', value });
const up = (value) => ({ type: 'keyUp', value });

function miniBrowser() {
  if (process.env.MINIBROWSER) return process.env.MINIBROWSER;
  const folders = readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`);
  const places = folders.flatMap((folder) => ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((name) => `${folder}/${name}/MiniBrowser`));
  return places.find((place) => existsSync(place));
}
