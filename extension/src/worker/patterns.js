// Which addresses does a match pattern mean? As both browsers read them: `scheme://host/path*`, no ports.

const PATTERN = /^(\*|https?):\/\/((?:\*\.)?[^/*:?#@\s]+)(\/[^#\s]*)$/;

/** What is wrong with a pattern, as what was expected; `null` if nothing is. */
export function patternTrouble(pattern) {
  if (typeof pattern !== 'string') return 'text such as `https://files.example.com/*`';
  if (/^[a-z*]+:\/\/[^/]*:\d/i.test(pattern)) return 'a pattern without a port: without one every port matches';
  if (!PATTERN.test(pattern)) return 'a pattern such as `https://files.example.com/*` or `https://*.example.com/*`';
  if (pattern !== pattern.replace(/^[^/]*\/\/[^/]*/, (start) => start.toLowerCase())) return 'scheme and host in small letters';
  return null;
}

const parts = (pattern) => PATTERN.exec(pattern)?.slice(1) ?? null;

/** Whether a pattern means every page of its hosts: only then can frames without an address be held too. */
export const isWholeOrigin = (pattern) => parts(pattern)?.[2] === '/*';

/** The address by which a page or file is governed; a `blob:` is its maker's. `null` where there is none. */
export function governingAddress(address) {
  try {
    const url = new URL(address);
    if (url.protocol === 'blob:') return new URL('/', url.pathname);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

/** Whether `pattern` means `address`. */
export function matches(pattern, address) {
  const url = governingAddress(address);
  const read = parts(pattern);
  if (!url || !read) return false;
  const [scheme, host, path] = read;
  return (scheme === '*' || `${scheme}:` === url.protocol)
    && hostMatches(host, url.hostname)
    && new RegExp(`^${glob(path)}$`, 's').test(url.pathname + url.search);
}

function hostMatches(host, hostname) {
  if (!host.startsWith('*.')) return host === hostname;
  const domain = host.slice(2);
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/** The first site that means `address`, else `null`. */
export function siteOf(sites, address) {
  return sites.find((site) => site.matches.some((pattern) => matches(pattern, address))) ?? null;
}

/** The pattern as a regular expression for declarativeNetRequest, which both browsers read alike. */
export function expressionOf(pattern) {
  const [scheme, host, path] = parts(pattern);
  const schemes = scheme === '*' ? 'https?' : scheme;
  const hosts = host.startsWith('*.') ? `([^/]+\\.)?${escape(host.slice(2))}` : escape(host);
  return `^${schemes}://${hosts}(:[0-9]+)?${glob(path)}${path.endsWith('*') ? '' : '$'}`;
}

const glob = (path) => path.split('*').map(escape).join('.*');

const escape = (text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
