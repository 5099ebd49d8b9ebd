// May this download go on? The core of the page it is from says; where none answers the default behaviour does.

import { browser } from '../browser.js';
import { policy } from '../kept.js';
import { keepOwn } from '../recorded.js';
import { sendSoon } from '../sending.js';
import { readDownload } from './content.js';
import { likeliest, nameOf, siteOfDownload } from './whose.js';

const VERDICTS = ['go', 'stop', 'later', 'more'];

/** The governed site a download is from, `null` if it is nobody's business. */
export async function governedBy(item) {
  const sites = (await policy.get())?.sites ?? [];
  if (sites.length === 0) return null;
  const [active = null] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return siteOfDownload(sites, item, active);
}

/** `go`, `stop` or `later`. */
export async function decide(site, item) {
  const question = questionOf(item);
  const { sites } = await policy.get();
  for (const tab of likeliest(await browser.tabs.query({}), sites, site, item)) {
    const { verdict, limits } = await askTab(tab, question);
    if (verdict === 'more') return (await askTab(tab, { ...question, ...(await readDownload(question, limits)) })).verdict ?? byDefault(site, item);
    if (verdict !== null) return verdict;
  }
  return byDefault(site, item);
}

/** The file itself is only asked for again where a policy wants to know what is in it. */
const questionOf = (item) =>
  ({ ask: 'download', id: item.id, name: nameOf(item), url: item.finalUrl || item.url, mime: item.mime ?? '', size: sizeOf(item) });

/** The size in bytes, `null` where the server did not say. Chromium says 0 as long as it does not know. */
const sizeOf = (item) => [item.totalBytes, item.fileSize].find((bytes) => bytes > 0) ?? null;

async function askTab(tab, question) {
  const answer = await browser.tabs.sendMessage(tab.id, question, { frameId: 0 }).catch(() => null);
  return VERDICTS.includes(answer?.verdict) ? answer : { verdict: null };
}

async function byDefault(site, item) {
  const allowed = (await policy.get())?.default === 'allow';
  await record(site, item, allowed, 'no page of the site could be asked about a download');
  return allowed ? 'go' : 'stop';
}

/** Records a download that the worker had to decide on its own. */
export async function record(site, item, allowed, detail) {
  await keepOwn(site, {
    activity: 'download',
    action: allowed ? 'allow' : 'block',
    outcome: allowed ? 'performed' : 'stopped',
    url: /^https?:/.test(item.referrer ?? '') ? item.referrer : `${new URL(item.url.replace(/^blob:/, '')).origin}/`,
    file: { name: nameOf(item), size: sizeOf(item), label: null },
    failure: 'notScanned',
    detail,
  });
  await sendSoon();
}
