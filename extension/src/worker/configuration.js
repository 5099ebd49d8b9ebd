// Is what the administrator or a tester set a configuration? Checked strictly: nothing is half-applied.

import { patternTrouble } from './patterns.js';

const DEVICE_TAGS = ['intuneCompliant', 'entraHybridJoined', 'validClientCertificate'];

/** Each field: what is expected there, or `null` if the value is that. */
const FIELDS = {
  organization: (value) => (isText(value) ? null : 'a name such as `Contoso`'),
  gateway: gatewayTrouble,
  publicKey: (value) => (isText(value) && /^[A-Za-z0-9_-]{43}$/.test(value) ? null : 'the 32 bytes of an Ed25519 public key in base64url: 43 characters'),
  bundle: (value) => (isText(value) && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? null : 'a signed bundle: three base64url parts with dots between'),
  sites: (value) => (Array.isArray(value) ? null : 'a list of match patterns'),
  defaultBehavior: (value) => (value === 'allow' || value === 'block' ? null : '`allow` or `block`'),
  person: (value) => (isObject(value) ? null : 'an object with `user`, `groups` and `deviceTags`'),
};

const PERSON = {
  user: (value) => (isText(value) ? null : 'a user name such as `alex@contoso.example`'),
  groups: (value) => (isListOf(value, isText) ? null : 'a list of group names'),
  deviceTags: (value) => (isListOf(value, (tag) => DEVICE_TAGS.includes(tag)) ? null : `a list of ${DEVICE_TAGS.map((tag) => `\`${tag}\``).join(', ')}`),
};

/** The configuration, complete, or else `trouble`: a sentence for every mistake. */
export function checkConfiguration(value) {
  const trouble = isObject(value) ? mistakes(value) : [sentence('the configuration', value, 'an object')];
  return trouble.length > 0 ? { configuration: null, trouble: trouble.join('\n') } : { configuration: complete(value), trouble: null };
}

function mistakes(value) {
  return [
    ...fieldMistakes(FIELDS, value, ''),
    ...(isObject(value.person) ? fieldMistakes(PERSON, value.person, 'person.') : []),
    ...siteMistakes(value.sites),
    ...missing(value),
  ];
}

function fieldMistakes(fields, value, before) {
  return Object.entries(value).flatMap(([name, found]) => {
    if (!Object.hasOwn(fields, name)) return [sentence(before + name, found, `no such field; there are ${Object.keys(fields).join(', ')}`)];
    const expected = fields[name](found);
    return expected === null ? [] : [sentence(before + name, found, expected)];
  });
}

function siteMistakes(sites) {
  if (!Array.isArray(sites)) return [];
  return sites.flatMap((pattern, at) => {
    const expected = patternTrouble(pattern);
    return expected === null ? [] : [sentence(`sites[${at}]`, pattern, expected)];
  });
}

function missing(value) {
  const trouble = [];
  if (value.publicKey === undefined) trouble.push(sentence('publicKey', undefined, 'the public key that bundles are signed by'));
  if (value.gateway === undefined && value.bundle === undefined) trouble.push(sentence('gateway', undefined, 'exactly one of `gateway` and `bundle`'));
  if (value.gateway !== undefined && value.bundle !== undefined) trouble.push(sentence('bundle', value.bundle, 'nothing beside `gateway`: exactly one of the two'));
  return trouble;
}

function gatewayTrouble(value) {
  const expected = 'an address such as `https://gate.example.com/`: https, no path, no query';
  if (!isText(value) || !URL.canParse(value)) return expected;
  const url = new URL(value);
  const alone = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return alone && safe ? null : expected;
}

const isLoopback = (host) => host === 'localhost' || host.endsWith('.localhost') || host === '127.0.0.1' || host === '[::1]';

function complete(value) {
  const gateway = value.gateway === undefined ? null : new URL(value.gateway).href;
  const { organization = gateway === null ? 'your organization' : new URL(gateway).host } = value;
  const { publicKey, bundle = null, sites = [], defaultBehavior = 'block' } = value;
  return { organization, gateway, publicKey, bundle, sites, defaultBehavior, person: completePerson(value.person) };
}

function completePerson(person) {
  if (person === undefined) return null;
  const { user = null, groups = [], deviceTags = [] } = person;
  return { user, groups, deviceTags };
}

/** A mistake in words: the field, what was found there, what was expected. */
export function sentence(field, found, expected) {
  return `\`${field}\`: found ${shown(found)}, expected ${expected}`;
}

function shown(found) {
  if (found === undefined) return 'nothing';
  const text = JSON.stringify(found);
  return `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
}

const isText = (value) => typeof value === 'string' && value.trim() !== '';
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf = (value, is) => Array.isArray(value) && value.every(is);
