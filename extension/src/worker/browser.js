// Under which name does this browser offer its extension functions?

export const browser = globalThis.browser ?? globalThis.chrome;
