// What does the core in a page read at its start? One object, from the configuration and the bundle.

/**
 * The object for `storage.local.policy`. Without a bundle the configured patterns are governed with nothing known, which
 * holds them to the default; with one, its sites are the sites.
 */
export function policyOf(configuration, configured, claims) {
  return {
    organization: configuration.organization,
    source: sourceOf(configuration, configured),
    default: claims?.defaultBehavior ?? configuration.defaultBehavior,
    revision: claims?.revision ?? null,
    expires: claims?.exp ?? 0,
    user: claims?.user ?? null,
    person: configuration.person,
    sites: claims ? claims.sites.map(known) : configuration.sites.map(unknown),
  };
}

function sourceOf({ gateway }, configured) {
  if (gateway !== null) return 'gateway';
  return configured === 'managed' ? 'managed' : 'file';
}

const known = ({ app, title, matches, boot }) => ({ app, title, matches, boot });

const unknown = (pattern, at) => ({
  app: `pattern-${at + 1}`,
  title: pattern.replace(/^[^/]*\/\//, '').replace(/\/.*$/, ''),
  matches: [pattern],
  boot: null,
});
