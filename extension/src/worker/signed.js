// Did the holder of the organization's key say this? Compact JWS (RFC 7515), Ed25519 only, checked with jose.

import { errors, importJWK, jwtVerify } from 'jose';

const AUDIENCE = 'stepgate-extension';
/** How far the signer's clock may be ahead, in seconds. */
const AHEAD = 300;

/** The claims of a token of type `typ`; throws an error whose message says what is wrong with it. */
export async function verify(token, { publicKey, typ, issuer }, now = Date.now()) {
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: publicKey }, 'EdDSA').catch(() => {
    throw new Error('`publicKey` is not an Ed25519 public key');
  });
  const claims = await checked(token, key, typ, now);
  if (issuer !== undefined && claims.iss !== issuer) throw new Error(`it is from \`${claims.iss}\` and not from \`${issuer}\``);
  if (claims.iat > now / 1000 + AHEAD) throw new Error('it was signed in the future: compare the clocks of this computer and the signer');
  return claims;
}

async function checked(token, key, typ, now) {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['EdDSA'], typ, audience: AUDIENCE, currentDate: new Date(now), requiredClaims: ['iss', 'iat', 'exp'],
    });
    return payload;
  } catch (error) {
    throw new Error(inWords(error), { cause: error });
  }
}

/** jose's errors, for an administrator. */
function inWords(error) {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is not by the key in `publicKey`';
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) return `its \`${error.claim}\` is not what it has to be`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'it is not signed with `EdDSA`';
  return 'it is not a signed token (compact JWS)';
}
