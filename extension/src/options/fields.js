// How do the fields of the settings become a configuration, and the other way round? Pure, so that it can be tested alone.

/** Every field that an error can stand at, by its name in the configuration. */
export const FIELDS = ['gateway', 'bundle', 'publicKey', 'sites', 'defaultBehavior', 'organization', 'person.user', 'person.groups', 'person.deviceTags'];

/** The configuration that the form asks for; what is empty is left out. `bundle` is the text of the signed bundle. */
export function configOf({ source, gateway, bundle, publicKey, sites, defaultBehavior, organization, user, groups, deviceTags }) {
  const person = filled({ user: user.trim(), groups: split(groups, /,/), deviceTags });
  return filled({
    organization: organization.trim(),
    gateway: source === 'gateway' ? gateway.trim() : '',
    bundle: source === 'bundle' ? bundle.trim() : '',
    publicKey: publicKey.trim(),
    sites: split(sites, /\s+/),
    defaultBehavior,
    person,
  });
}

/** What the form shows of a configuration. */
export function valuesOf(config) {
  const person = config.person ?? {};
  return {
    source: config.bundle ? 'bundle' : 'gateway',
    gateway: config.gateway ?? '',
    publicKey: config.publicKey ?? '',
    sites: list(config.sites).join('\n'),
    defaultBehavior: config.defaultBehavior === 'allow' ? 'allow' : 'block',
    organization: config.organization ?? '',
    user: person.user ?? '',
    groups: list(person.groups).join(', '),
    deviceTags: list(person.deviceTags),
  };
}

/** The worker's message, a mistake a line, as `{ field, text }`; `field` is null where no field is named. */
export function mistakesOf(trouble) {
  return trouble.split('\n').filter(Boolean).map((text) => ({ field: fieldOf(text), text }));
}

/** A mistake begins with its field in backticks: `person.groups`, `sites[2]`. */
function fieldOf(text) {
  const [, name] = /^`([\w.]+)(?:\[\d+\])?`/.exec(text) ?? [];
  return FIELDS.includes(name) ? name : null;
}

/** A configuration for reading, right or wrong, as `[term, value]`. */
export function rowsOf(config) {
  const { sites, groups, deviceTags, user, gateway, publicKey, organization } = valuesOf(config);
  return [
    ['Organization', organization],
    ['Gateway', gateway],
    ['Policies', config.bundle ? 'A signed bundle' : ''],
    ['Public key', publicKey],
    ['Sites', sites],
    ['When nothing can be decided', config.defaultBehavior ?? 'block'],
    ['Person', user],
    ['Groups', groups],
    ['Device tags', deviceTags.join(', ')],
  ].filter(([, value]) => value).map(([term, value]) => [term, String(value)]);
}

const split = (text, at) => text.split(at).map((part) => part.trim()).filter(Boolean);
const filled = (facts) => Object.fromEntries(Object.entries(facts).filter(([, value]) => Object.keys(value).length > 0));
/** A wrong configuration is shown as well, so a list may be something else. */
const list = (value) => [value ?? []].flat().map(String);
