// What stands behind the attacks on the extension? The same small site, governed by host name, and Chromium with the extension.
//
// The policies come as a signed file. One bundle serves every test: each app of it is a host name of its own, and every
// policy is about one app. On `bare` nothing is governed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signedConfiguration } from '../../browser/harness/bundle.mjs';
import { launchWithExtension } from '../../browser/harness/extension.mjs';
import { until } from '../browser.mjs';
import { policy, startSite } from '../fixture.mjs';

const EVERY = ['copy', 'cut', 'paste', 'print', 'download', 'upload', 'sendItem'];

/** Payment card numbers in a file, or one that is locked. */
const CARDS = { inspection: { presetExpression: 'paymentCard' }, whenCannotBeScanned: { passwordEncrypted: 'apply' } };

/** Every app's own rules. */
const RULES = {
  blocked: EVERY.map((activity) => policy(activity, 'block')),
  audited: EVERY.map((activity) => policy(activity, 'audit')),
  sending: [policy('sendItem', 'block'), policy('print', 'block')],
  documents: [policy('download', 'block', CARDS), policy('upload', 'block', CARDS)],
  labels: [policy('download', 'block', { conditions: { filter: 'sensitivityLabel', operator: 'equals', values: ['2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11'] } })],
  everything: [
    ...EVERY.filter((activity) => activity !== 'sendItem').map((activity) => policy(activity, 'block')),
    policy('sendItem', 'block', { inspection: { customExpression: { substring: 'SECRET' } } }),
  ],
};

const matchOf = (app) => `http://${app}.governed.localhost/*`;
const about = (app) => (rule) => ({
  ...rule, id: `${app}-${rule.id}`, conditions: { all: [{ filter: 'app', operator: 'equals', values: [app] }, ...(rule.conditions ? [rule.conditions] : [])] },
});

const SIGNED = {
  policies: Object.entries(RULES).flatMap(([app, rules]) => rules.map(about(app))),
  sites: Object.keys(RULES).map((app) => ({ app, title: app, matches: [matchOf(app)] })),
};

/** Starts the site and `engine` with the extension, without a window, and configured with the bundle; `close()` it. */
export async function startGoverned(engine = 'chromium') {
  const [site, browser] = await Promise.all([startSite(), launchWithExtension(engine)]);
  await browser.configure(signedConfiguration(SIGNED));
  await until('the bundle is in force', async () => (await browser.kept('policy'))?.sites.every((one) => one.boot));
  return new Governed(site, browser);
}

class Governed {
  #seen = new Set();

  constructor(site, browser) {
    this.site = site;
    this.browser = browser;
  }

  /** The address on an app's host of what `site.put` would put up; `bare` is governed by nobody. */
  put(app, html, options = {}) {
    const address = new URL(this.site.put(html, { ...options, agent: false }));
    address.hostname = app === 'bare' ? 'bare.localhost' : `${app}.governed.localhost`;
    return address.href;
  }

  /** A fresh page, after everything that was there: nothing saved, sent or reported yet. */
  async open() {
    await this.reported();
    this.site.received.length = this.site.messages.length = 0;
    this.browser.saved.clear();
    const { page, cdp } = await this.browser.page();
    const context = page.browserContext();
    return Object.assign(page, { cdp, context, saved: () => this.browser.saved.names(), savedText: (name) => readFileSync(join(this.browser.saved.path, name), 'utf8') });
  }

  /** Opens a page of an app; answers it loaded. In Chromium the clipboard is allowed everywhere. */
  async visit(app, html, options) {
    const page = await this.open();
    const address = this.put(app, html, options);
    if (page.cdp) for (const origin of [new URL(address).origin, this.site.origin]) {
      await page.context.overridePermissions(origin, ['clipboard-read', 'clipboard-write', 'clipboard-sanitized-write']);
    }
    // Only a page that has the focus may use the clipboard, and a first script tries at once.
    if (page.cdp) await until('the page has the focus', () => page.evaluate(() => document.hasFocus()));
    await page.goto(address);
    return page;
  }

  /** The activities of one kind, or all, that are new since the last `open`. */
  async reported(activity) {
    const { lines } = await this.browser.ask({ is: 'export' });
    const fresh = lines.split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((one) => !this.#seen.has(one.id));
    if (activity === undefined) for (const one of fresh) this.#seen.add(one.id);
    return fresh.filter((one) => one.activity === activity);
  }

  async close() {
    await this.browser.close();
    await this.site.close();
  }
}
