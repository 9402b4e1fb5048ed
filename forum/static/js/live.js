// New, changed and hidden posts, and the bell. Nothing moves by itself: a bar says what is new, a
// press gets it. Lists of topics are followed by lists.js, over the same connection.

const list = document.querySelector("#posts[data-channel]");
const topics = document.querySelector("#topics[data-heads]");
const followed = document.querySelector("[data-follow]");
const button = document.querySelector(".news button");
const bell = () => document.querySelector(".bell");
const { channel, offset, epoch, view, lang, newest } = list?.dataset ?? {};
const { client } = (list ?? topics ?? bell() ?? followed)?.dataset ?? {};
const waiting = new Set(); // new posts that the bar announces
const stale = new Set(); // posts that may not be on the page as they are
const isReloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
let lost = false; // whether more has happened than we were told

const shown = (id) => document.getElementById(`p${id}`);

// One after the other, so that what was asked for later stays; what fails is tried when we are
// connected again.
let turn = Promise.resolve();
const inTurn = (act) => (turn = turn.then(act).catch(console.warn));

async function load(url) {
  const answer = await fetch(url);
  if (answer.status > 404) throw answer;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function fragment(id, url = `/p/${id}/fragment?lang=${lang}&view=${view}`) {
  return (await load(url)).getElementById(`p${id}`);
}

function announce() {
  const words = button.dataset.say.split("|");
  button.textContent = words[Math.min(waiting.size, words.length) - 1];
  button.disabled = false;
  button.hidden = !waiting.size;
}

function place(article) {
  const above = article.querySelector(".re a")?.pathname.slice(3);
  let last = list.matches(".tree") && shown(above);
  if (last) {
    const { depth } = last.dataset;
    while (+last.nextElementSibling?.dataset.depth > depth) last = last.nextElementSibling;
    last.after(article);
  } else if (newest) location.assign(newest);
  else list.append(article);
}

async function show() {
  const ids = [...waiting].sort((a, b) => a - b); // posts before their answers
  button.disabled = true;
  try {
    const found = (await Promise.all(ids.map((id) => fragment(id)))).filter(Boolean);
    ids.forEach((id) => waiting.delete(id));
    found.forEach(place);
    if (found[0]) found[0].tabIndex = -1;
    found[0]?.focus();
  } finally {
    announce();
  }
}

function replace(old, fresh) {
  const held = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
  old.replaceWith(fresh);
  if (held) fresh.querySelector(`[href="${held}"]`)?.focus({ preventScroll: true });
}

async function refresh(id) {
  const old = shown(id);
  const fresh = old && ((await fragment(id)) ?? (await fragment(id, location)));
  if (fresh) replace(old, fresh);
  else if (old) {
    old.hidden = true; // its place is kept, as it may come back
    old.replaceChildren();
  }
}

async function renew() {
  const page = await load(location);
  for (const fresh of page.querySelectorAll("#posts > article")) {
    if (!document.getElementById(fresh.id)) waiting.add(+fresh.id.slice(1));
  }
  for (const old of list.children) {
    const fresh = page.getElementById(old.id);
    if (!fresh) stale.add(+old.id.slice(1));
    else if (old.outerHTML !== fresh.outerHTML) replace(old, fresh);
  }
  announce();
}

async function catchUp() {
  if (lost) await renew();
  lost = false;
  for (const id of stale) {
    stale.delete(id);
    try {
      await refresh(id);
    } catch (failure) {
      stale.add(id);
      throw failure;
    }
  }
}

function hear({ data: { event, id, subject, language, others = [] } }) {
  const translated = event === "translation.ready";
  if (translated && (view === "original" || language !== lang || subject !== `post:${id}`)) return;
  if (/hidden|deleted/.test(event)) waiting.delete(id);
  else if (/added|restored/.test(event) && !shown(id)) waiting.add(id);
  announce();
  if (event !== "post.added") [id, ...others].forEach((one) => stale.add(one));
  inTurn(catchUp);
}

async function ring() {
  const fresh = (await load("/notifications/bell")).querySelector(".bell");
  if (fresh) replace(bell(), fresh);
}

function join(connection) {
  let joined = false;
  connection
    .newSubscription(channel, { since: { offset: +offset, epoch } })
    .on("publication", hear)
    .on("subscribed", (now) => {
      joined = true;
      lost ||= now.wasRecovering && !now.recovered;
      inTurn(catchUp);
    })
    // Who may no longer hear of the topic may no longer see it: it may have been hidden before we
    // listened, too. To ask once is enough then.
    .on("unsubscribed", ({ code }) => (joined || !isReloaded) && code < 200 && location.reload())
    .subscribe();
}

async function follow() {
  await import(client);
  const at = location.origin + "/connection/";
  const connection = new Centrifuge([
    { transport: "websocket", endpoint: at.replace("http", "ws") + "websocket" },
    { transport: "http_stream", endpoint: at + "http_stream" },
    { transport: "sse", endpoint: at + "sse" },
  ]);
  connection.on("publication", ({ data }) => {
    if (data.event === "notifications.changed") inTurn(ring);
  });
  connection.on("subscribed", ({ streamPosition: now }) => {
    if (now?.offset != bell()?.dataset.offset) inTurn(ring); // something came before we listened
  });
  if (list) join(connection);
  if (topics) (await import(topics.dataset.script)).default(connection, load);
  if (followed) (await import(followed.dataset.follow)).default(connection);
  connection.connect();
}

const line = navigator.connection;
if (client && !line?.saveData && !/2g/.test(line?.effectiveType)) {
  if (list) button.onclick = () => inTurn(show);
  addEventListener("load", follow);
}
