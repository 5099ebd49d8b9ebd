// What does a signed policy bundle say, and is all of it as it has to be?

import { decodeJwt } from 'jose';
import { sentence } from './configuration.js';
import { patternTrouble } from './patterns.js';
import { verify } from './signed.js';

const TYPE = 'stepgate-policy+jwt';
const APP = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const HEADER = /^[a-z0-9!#$%&'*+.^_`|~-]+$/i;

/** The claims of a bundle; throws an error whose message says what is wrong with it. */
export async function readBundle(token, { publicKey, gateway }, now = Date.now()) {
  const issuer = gateway === null ? undefined : new URL(gateway).origin;
  const claims = await verify(token, { publicKey, typ: TYPE, issuer }, now);
  const trouble = mistakes(claims);
  if (trouble.length > 0) throw new Error(trouble.join('; '));
  return claims;
}

/** The same for a bundle that was accepted once and may have run out since: its pages fall to the default by themselves. */
export async function readKeptBundle(token, configuration) {
  const { iat } = decodeJwt(token);
  return readBundle(token, configuration, Math.min(Date.now(), (iat + 1) * 1000));
}

function mistakes(claims) {
  return [
    ...expect(claims, 'revision', (value) => /^[0-9a-f]{16}$/.test(value), '16 hexadecimal digits'),
    ...expect(claims, 'defaultBehavior', (value) => value === 'allow' || value === 'block', '`allow` or `block`'),
    ...expect(claims, 'user', (value) => value === null || typeof value === 'string', 'a user name or null'),
    ...expect(claims, 'sites', Array.isArray, 'a list'),
    ...(Array.isArray(claims.sites) ? claims.sites.flatMap(siteMistakes) : []),
    ...twice(claims.sites),
  ];
}

function siteMistakes(site, at) {
  const where = `sites[${at}]`;
  if (typeof site !== 'object' || site === null) return [sentence(where, site, 'an object')];
  return [
    ...expect(site, 'app', (value) => APP.test(value), 'a short name', where),
    ...expect(site, 'title', (value) => typeof value === 'string', 'a name for people', where),
    ...expect(site, 'boot', (value) => /^[\w-]+$/.test(value), 'base64url', where),
    ...expect(site, 'matches', (value) => Array.isArray(value) && value.length > 0, 'a list of match patterns', where),
    ...listed(site.matches).flatMap((pattern, place) => {
      const expected = patternTrouble(pattern);
      return expected === null ? [] : [sentence(`${where}.matches[${place}]`, pattern, expected)];
    }),
    ...listed(site.responseHeaders).flatMap((change, place) => headerMistakes(change, `${where}.responseHeaders[${place}]`)),
  ];
}

function headerMistakes(change, where) {
  const needsValue = change?.operation !== 'remove';
  return [
    ...expect(change, 'header', (value) => typeof value === 'string' && HEADER.test(value), 'the name of a header', where),
    ...expect(change, 'operation', (value) => ['set', 'append', 'remove'].includes(value), '`set`, `append` or `remove`', where),
    ...(needsValue ? expect(change, 'value', (value) => typeof value === 'string', 'text', where) : []),
    ...(weakens(change) ? [sentence(where, change, 'nothing that takes a content security policy away')] : []),
  ];
}

const weakens = (change) => change?.operation === 'remove' && /^content-security-policy/i.test(change.header);

function twice(sites) {
  const names = listed(sites).map((site) => site?.app);
  return names.filter((name, at) => names.indexOf(name) !== at).map((name) => sentence('sites', name, 'every app once'));
}

function expect(object, field, holds, expected, where = '') {
  const found = object?.[field];
  return holds(found) ? [] : [sentence(where ? `${where}.${field}` : field, found, expected)];
}

const listed = (value) => (Array.isArray(value) ? value : []);
