// What does the worker ask the agent of a page?

const VERDICTS = ['go', 'stop', 'later'];
/** How far a file is to be read, in the order in which the agent lists it. */
const ASKED = ['fileBytes', 'characters', 'entries', 'ratio', 'depth', 'milliseconds'];

/** Answers the worker about this document; `siteNow` gives its site. */
export function answerWorker(agent, siteNow) {
  const answers = {
    download: (download) => verdictOf(valueOf(agent.ask('download', download))),
    state: () => stateOf(agent, siteNow()),
  };
  chrome.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id === chrome.runtime.id && Object.hasOwn(answers, message.ask)) respond(answers[message.ask](message));
  });
}

/** A list of limits instead of a verdict asks for more. */
function verdictOf(value) {
  if (typeof value !== 'string') return { verdict: VERDICTS[value] ?? null };
  const numbers = value.split(' ').map(Number);
  return { verdict: 'more', limits: Object.fromEntries(ASKED.map((limit, at) => [limit, numbers[at]])) };
}

const valueOf = ([, wire]) => wire?.[1];

function stateOf(agent, site) {
  const lines = valueOf(agent.ask('standing', null)) ?? '';
  return { governed: site !== null, app: site?.app ?? null, title: site?.title ?? null, grants: lines.split('\n').filter(Boolean).map(grantOf) };
}

function grantOf(line) {
  const [context, scope, activity, expires, ...object] = line.split(' ');
  return { context, scope, activity, object: object.join(' '), expires: Number(expires) };
}
