// What is in a file that is about to be downloaded? It is asked for again and read by the reader of the agent.

import { readFile, unread } from '../reader.js';

/** The largest of which there is a hash, in bytes. */
export const LARGEST = 8 * 1024 * 1024;
/** How long the server may take to give the file again, in milliseconds. */
const PATIENCE = 20_000;
/** As much as tells what a file is, in bytes. */
const HEAD = 64 * 1024;
/** The largest that is read, in bytes, where nobody says. */
const MOST = 50 * 1024 * 1024;

const VAGUE = /^application\/(octet-stream|x-unknown|force-download)$/;

const essence = (mime) => (mime ?? '').split(';')[0].trim().toLowerCase();

/**
 * What only the bytes tell: `head`, the first ones, each a letter; `sha256` of a file that is not too large; and `told`, what
 * the reader says of it within `limits`. `looked` says that there is no more to know.
 */
export async function readDownload({ url, mime, name, size }, limits, get = fetch, read = readFile) {
  const looked = true;
  if (!/^(https?|data):/.test(url)) return { looked, told: unread('unsupported') };
  const most = limits.fileBytes ?? MOST;
  try {
    const response = await get(url, { credentials: 'include', signal: AbortSignal.timeout(PATIENCE) });
    if (!isSame(response, { mime, size })) return { looked, told: unread('unsupported') };
    const { bytes, whole } = await bytesUpTo(response, size > most ? HEAD : most);
    const head = letters(bytes.subarray(0, HEAD));
    const sha256 = whole && bytes.length <= LARGEST ? hex(await crypto.subtle.digest('SHA-256', bytes)) : null;
    return { looked, head, sha256, told: whole ? await told(response, bytes, name, limits, read) : await tooLarge(bytes, name, read) };
  } catch (error) {
    return { looked, told: unread(error.name === 'TimeoutError' ? 'timedOut' : 'unsupported') };
  }
}

/** What is text is text in the encoding that the server says, whatever else it is; an app may take it for that. */
async function told(response, bytes, name, limits, read) {
  const told = await read({ blob: new Blob([bytes]), name, limits }, () => {});
  const charset = charsetOf(response);
  if (charset === null || told.outcome !== '') return told;
  return { ...told, text: `${told.text}\n${charset.decode(bytes)}` };
}

/** Its head tells what it is. */
const tooLarge = (bytes, name, read) => read({ blob: new Blob([bytes]), name, limits: { fileBytes: 0 } }, () => {});

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
const letters = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** Nobody says whether it was a form that asked for the file: what another question gives is not what is judged. */
function isSame(response, { mime, size }) {
  if (!response.ok) return false;
  const type = essence(response.headers.get('content-type'));
  // Where the server does not say what it is, the browser guesses by the name.
  if (mime && type && !VAGUE.test(type) && type !== essence(mime)) return false;
  const length = response.headers.get('content-length');
  const encoded = response.headers.get('content-encoding') !== null;
  return encoded || length === null || size === null || Number(length) === size;
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

/** The decoder for the encoding that the server names; `null` where it names none. */
function charsetOf(response) {
  const [, charset] = /charset="?([\w-]+)/i.exec(response.headers.get('content-type') ?? '') ?? [];
  try {
    return charset === undefined ? null : new TextDecoder(charset);
  } catch {
    return null;
  }
}
