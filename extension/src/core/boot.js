// What does the agent begin with?

/** The bytes of base64. */
export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** The bytes of a boot, which comes in base64url without padding (RFC 4648 section 5). */
export function readBoot(text) {
  return bytesOf(text.replaceAll('-', '+').replaceAll('_', '/'));
}

/** The boot of a site whose policies nobody knows yet: the default behaviour, which decides until then. */
export function withoutPolicies(behavior) {
  return Uint8Array.of(behavior === 'allow' ? 0 : 1);
}
