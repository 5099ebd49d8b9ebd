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
  const bytes = [];
  let length = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LARGEST) {
      await reader.cancel();
      return TOO_LARGE;
    }
    bytes.push(value);
  }
  const whole = new Uint8Array(await new Blob(bytes).arrayBuffer());
  return { text: decoderFor(response, whole).decode(whole) };
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
