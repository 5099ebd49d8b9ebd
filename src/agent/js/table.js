// Which functions does the agent know by number? `fn A.b`, `get A.b`, `set A.b`, `new A`, `val a.b`, `do mechanism`,
// `us` what carries the agent.

const reach = (path) => path.split('.').reduce((value, step) => value[step], globalThis);

const accessor = (owner, name, field) => {
  for (let at = owner; at; at = getPrototypeOf(at)) {
    const found = getOwnPropertyDescriptor(at, name);
    if (found) return found[field];
  }
  return undefined;
};

const capture = (entry) => {
  const [kind, path] = entry.split(' ');
  const cut = path.lastIndexOf('.');
  try {
    switch (kind) {
      case 'get':
      case 'set': return accessor(reach(path.slice(0, cut)), path.slice(cut + 1), kind);
      case 'new': {
        const constructor = reach(path);
        return constructor && function () { return construct(constructor, arguments); };
      }
      case 'do': return mechanisms[path];
      case 'us': return ours[path];
      default: return reach(path);
    }
  } catch {
    return undefined; // not in this browser, or forbidden here
  }
};

const natives = create(null);
for (let i = 0; i < NATIVES.length; i++) natives[i] = capture(NATIVES[i]);
