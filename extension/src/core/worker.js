// What does the worker ask the agent of a page?

const VERDICTS = ['go', 'stop', 'later', 'more'];

/** Answers the worker about this document; `siteNow` gives its site. */
export function answerWorker(agent, siteNow) {
  const answers = {
    download: (download) => ({ verdict: VERDICTS[valueOf(agent.ask('download', download))] ?? null }),
    state: () => stateOf(agent, siteNow()),
  };
  chrome.runtime.onMessage.addListener((message, sender, respond) => {
    if (sender.id === chrome.runtime.id && Object.hasOwn(answers, message.ask)) respond(answers[message.ask](message));
  });
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
