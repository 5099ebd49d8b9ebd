// What is in a file that is about to be downloaded? Read only where it is text, small, and can be asked for again.

/** The largest that is read, in bytes. */
export const LARGEST = 8 * 1024 * 1024;
/** The browser holds a download back for 15 seconds at most. */
const PATIENCE = 5_000;

const TEXTUAL = /^(text\/|application\/(json|xml|javascript|ecmascript|sql|csv|rtf|yaml|x-yaml|toml|x-ndjson|x-sh|x-www-form-urlencoded)$|.*\+(json|xml|yaml)$)/;
const VAGUE = /^(|application\/(octet-stream|x-unknown|force-download))$/;
const NAMES = /\.(txt|csv|tsv|json|ndjson|jsonl|xml|html?|svg|md|log|ya?ml|toml|ini|conf|sql|rtf|eml|ics|vcf|js|ts|css|py|sh)$/i;

/** Whether a file of this type and name is text. */
export const isTextual = (mime, name) => TEXTUAL.test(essence(mime)) || (VAGUE.test(essence(mime)) && NAMES.test(name));

const essence = (mime) => (mime ?? '').split(';')[0].trim().toLowerCase();

const UNSUPPORTED = { text: null, unread: 'unsupported' };
const TOO_LARGE = { text: null, unread: 'tooLarge' };

/** `{ text }`, or `{ text: null, unread }` with why not. */
export async function readContent({ url, mime, name, size }, get = fetch) {
  if (!/^(https?|data):/.test(url) || !isTextual(mime, name)) return UNSUPPORTED;
  if (size > LARGEST) return TOO_LARGE;
  try {
    const response = await get(url, { credentials: 'include', signal: AbortSignal.timeout(PATIENCE) });
    if (!isSame(response, { mime, size })) return UNSUPPORTED;
    return await readUpTo(response);
  } catch {
    return UNSUPPORTED;
  }
}

/** As much as tells what a file is, in bytes. */
const HEAD = 64 * 1024;

/**
 * What only the bytes tell, of a file of any type: its first bytes, each a letter, and the SHA-256 of one that is not too
 * large. `looked` says that there is no more to know.
 */
export async function readBytes({ url, mime, size }, get = fetch) {
  const looked = true;
  if (!/^(https?|data):/.test(url)) return { looked };
  try {
    const response = await get(url, { credentials: 'include', signal: AbortSignal.timeout(PATIENCE) });
    if (!isSame(response, { mime, size })) return { looked };
    const { bytes, whole } = await bytesUpTo(response, size > LARGEST ? HEAD : LARGEST);
    const sha256 = whole ? hex(await crypto.subtle.digest('SHA-256', bytes)) : null;
    return { looked, head: letters(bytes.subarray(0, HEAD)), sha256 };
  } catch {
    return { looked };
  }
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
const letters = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** Nobody says whether it was a form that asked for the file: what another question gives is not what is judged. */
function isSame(response, { mime, size }) {
  if (!response.ok) return false;
  const type = essence(response.headers.get('content-type'));
  if (mime && type && type !== essence(mime)) return false;
  const length = response.headers.get('content-length');
  const encoded = response.headers.get('content-encoding') !== null;
  return encoded || length === null || size === null || Number(length) === size;
}

async function readUpTo(response) {
  const { bytes, whole } = await bytesUpTo(response, LARGEST);
  return whole ? { text: decoderFor(response, bytes).decode(bytes) } : TOO_LARGE;
}

/** All of the bytes, or some more than `most` and `whole` false. */
async function bytesUpTo(response, most) {
  const pieces = [];
  let length = 0, whole = true;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    pieces.push(value);
    if (length > most) {
      await reader.cancel();
      whole = false;
      break;
    }
  }
  return { bytes: new Uint8Array(await new Blob(pieces).arrayBuffer()), whole };
}

/** By the byte order mark, then by what the server says, else UTF-8. */
function decoderFor(response, bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/i.exec(response.headers.get('content-type') ?? '') ?? [];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
