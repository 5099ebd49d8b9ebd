// From here on: is every hook in place, and does every listener hear its event?

arm(globalThis);

// What does not hear its event is a gap, and reported.
probing = create(null);
for (let i = 0; i < HOOKS.length; i++) {
  if (HOOKS[i][KIND] !== 'on' || HOOKS[i][OWNER] !== 'window') continue;
  dispatchEvent(new Event(HOOKS[i][NAME]));
  if (!probing[i]) gap(HOOKS[i][NAME]);
}
probing = null;
