// Does a download come from a governed page, and which tab can be asked about it?

import { governingAddress, siteOf } from '../patterns.js';

/** The site a download is from, by its page or its own address; `null` leaves it alone. */
export function siteOfDownload(sites, item, activeTab = null) {
  const addresses = [item.referrer, item.finalUrl, item.url].filter(Boolean);
  // What a page made itself has no address; if nobody says whose it is, it is the page in front's.
  const anonymous = !item.referrer && governingAddress(item.url) === null;
  if (anonymous && activeTab?.url) addresses.push(activeTab.url);
  for (const address of addresses) {
    const site = siteOf(sites, address);
    if (site !== null) return site;
  }
  return null;
}

/** The tabs of the site, the likeliest first: the page it is from, that page's origin, the one in front. */
export function likeliest(tabs, sites, site, item) {
  const from = governingAddress(item.referrer || item.url);
  const score = (tab) => {
    const address = governingAddress(tab.url);
    const samePage = from !== null && bare(address) === bare(from);
    const sameOrigin = from !== null && address.origin === from.origin;
    return (samePage ? 4 : 0) + (sameOrigin ? 2 : 0) + (tab.active ? 1 : 0);
  };
  return tabs
    .filter((tab) => tab.incognito === item.incognito && siteOf(sites, tab.url ?? '')?.app === site.app)
    .sort((one, other) => score(other) - score(one) || (other.lastAccessed ?? 0) - (one.lastAccessed ?? 0));
}

const bare = (url) => url.origin + url.pathname + url.search;

/** The name without a folder, in either system's way of writing one. */
export const nameOf = (item) => (item.filename || decodedName(item.finalUrl || item.url)).split(/[\\/]/).pop();

function decodedName(address) {
  const url = governingAddress(address);
  if (url === null || address.startsWith('blob:')) return 'download';
  const last = url.pathname.split('/').pop();
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
