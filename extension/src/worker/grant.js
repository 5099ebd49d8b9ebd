// How does a step-up stand? Believed only with the organization's signature, for this transaction and this app.

import { verify } from './signed.js';

const TYPE = 'stepgate-grant+jwt';

/** The words of the status, such as `pending`; throws if the token is for something else. */
export async function readStatus(token, { publicKey, gateway }, { transaction, app }, now = Date.now()) {
  const claims = await verify(token, { publicKey, typ: TYPE, issuer: new URL(gateway).origin }, now);
  if (claims.transaction !== transaction) throw new Error('it is about another step-up');
  if (claims.app !== app) throw new Error(`it is for \`${claims.app}\` and not for \`${app}\``);
  if (typeof claims.status !== 'string') throw new Error('it has no status');
  return claims.status;
}
