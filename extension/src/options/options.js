// What is Stepgate set to in this browser? A tester may change it; what an organization has set can only be read.
import { ask, find, items, make } from '../popup/dom.js';
import { browser } from '../worker/browser.js';
import { configOf, mistakesOf, rowsOf, valuesOf } from './fields.js';

const INTRO = {
  managed: 'Your organization has set up Stepgate in this browser. It cannot be changed here.',
  test: 'Stepgate uses the settings below, which were entered here for testing.',
  none: 'Stepgate is not set up. Enter settings here to test it; an organization sets it up by browser policy instead.',
};
const form = find('#form');
let kept = {};

/** The configuration in force: the organization's, or the one entered here. */
async function inForce(configured) {
  if (configured === 'managed') return browser.storage.managed.get(null).catch(() => ({}));
  return (await browser.storage.local.get('test')).test ?? {};
}

async function open() {
  const state = await ask({ is: 'state', tabId: null, url: null });
  find('#main').setAttribute('aria-busy', 'false');
  if (!state) return (find('#intro').textContent = 'Stepgate did not answer. Reload this page; if it stays, start the browser anew.');
  kept = await inForce(state.configured);
  find('#intro').textContent = INTRO[state.configured];
  find('#trouble-text').replaceChildren(...items(state.trouble));
  find('#trouble').hidden = !state.trouble;
  const managed = state.configured === 'managed';
  find('#managed').hidden = !managed;
  form.hidden = managed;
  find('#remove').hidden = state.configured !== 'test' || Object.keys(kept).length === 0;
  if (managed) showManaged();
  else fill(valuesOf(kept));
}

function showManaged() {
  find('#facts').replaceChildren(...rowsOf(kept).flatMap(([term, value]) => [make('dt', {}, term), make('dd', {}, value)]));
}

function fill(values) {
  const { deviceTags, ...texts } = values;
  for (const [name, value] of Object.entries(texts)) form.elements[name].value = value;
  for (const box of form.elements.deviceTags) box.checked = deviceTags.includes(box.value);
  find('#bundle-kept').hidden = !kept.bundle;
  showSource();
}

function showSource() {
  const source = form.elements.source.value;
  find('[data-field="gateway"]').hidden = source !== 'gateway';
  find('[data-field="bundle"]').hidden = source !== 'bundle';
}

/** What stands in the form; a bundle that is in use stays unless another file is chosen. */
async function entered() {
  const data = new FormData(form);
  const values = { ...Object.fromEntries(data), deviceTags: data.getAll('deviceTags') };
  const [file] = form.elements.bundle.files;
  return configOf({ ...values, bundle: file ? await file.text() : (kept.bundle ?? '') });
}

async function save(event) {
  event.preventDefault();
  clearMistakes();
  say('Saving…');
  const config = await entered();
  const answer = await ask({ is: 'configure', config });
  if (!answer) return showMistakes('Stepgate did not answer. Reload this page and try again.');
  const mistakes = mistakesOf(answer.trouble ?? '');
  if (mistakes.some(({ field }) => field)) return showMistakes(answer.trouble);
  // It may be right and in force while its policies are not: then that is said above the form.
  await open();
  if (answer.trouble && essence(kept) !== essence(config)) return showMistakes(answer.trouble);
  say(answer.trouble ? 'Saved, but the policies are not in use: see above.' : 'Saved.');
}

/** For comparing: the browser keeps the fields in an order of its own. */
const essence = (config) => JSON.stringify([rowsOf(config), config.bundle]);

async function remove() {
  clearMistakes();
  const answer = await ask({ is: 'configure', config: null });
  if (!answer || answer.trouble) return showMistakes(answer?.trouble ?? 'Stepgate did not answer. Reload this page and try again.');
  await open();
  find('#intro').focus();
}

const say = (text) => {
  find('#said').textContent = text;
};

/** Says what is wrong below each field and goes to the first; what belongs to no field in sight stands above the button. */
function showMistakes(trouble) {
  say('');
  const apart = mistakesOf(trouble).filter(({ field, text }) => !showAtField(field, text));
  find('#wrong').replaceChildren(...items(apart.map(({ text }) => text).join('\n')));
  find('#wrong').hidden = apart.length === 0;
  form.querySelector('[aria-invalid]')?.focus();
}

function showAtField(field, text) {
  const place = find(`[data-field="${field}"]`);
  if (!place || place.hidden) return false;
  const input = place.querySelector('input, textarea');
  const id = `wrong-${place.querySelectorAll('.wrong').length}-${input.name}`;
  place.append(make('ul', { id, class: 'wrong' }, ...items(text)));
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', `${input.getAttribute('aria-describedby') ?? ''} ${id}`.trim());
  return true;
}

function clearMistakes() {
  find('#wrong').hidden = true;
  for (const wrong of form.querySelectorAll('.wrong')) wrong.remove();
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    input.setAttribute('aria-describedby', input.dataset.hint ?? '');
  }
}

for (const input of form.querySelectorAll('[aria-describedby]')) input.dataset.hint = input.getAttribute('aria-describedby');
form.addEventListener('submit', save);
find('#remove').addEventListener('click', remove);
form.addEventListener('input', clearMistakes);
form.addEventListener('change', showSource);
// What an organization sets may arrive some seconds after the browser started.
browser.storage.onChanged.addListener(({ configured }) => configured?.newValue === 'managed' && open());
open();
