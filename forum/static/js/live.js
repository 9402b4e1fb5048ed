// New, changed and hidden posts. Nothing moves by itself: a bar says what is new, a press gets it.

const list = document.querySelector("#posts[data-channel]");
const button = document.querySelector(".news button");
const { channel, offset, epoch, client, view, lang, newest } = list?.dataset ?? {};
const waiting = new Set();

const shown = (id) => document.getElementById(`p${id}`);

async function load(url) {
  const answer = await fetch(url);
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
    const found = (await Promise.all(ids.map(fragment))).filter(Boolean);
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
  const fresh = shown(id) && ((await fragment(id)) ?? (await fragment(id, location)));
  if (fresh) replace(shown(id), fresh);
  else shown(id)?.remove();
}

async function renew() {
  for (const fresh of (await load(location)).querySelectorAll("#posts > article")) {
    const old = document.getElementById(fresh.id);
    if (!old) waiting.add(+fresh.id.slice(1));
    else if (old.outerHTML !== fresh.outerHTML) replace(old, fresh);
  }
  announce();
}

function hear({ data: { event, id, language } }) {
  if (event === "post.added") {
    if (!shown(id)) waiting.add(id);
    announce();
  } else if (event !== "translation.ready" || (view !== "original" && language === lang)) refresh(id);
}

async function follow() {
  await import(client);
  const at = location.origin + "/connection/";
  const connection = new Centrifuge([
    { transport: "websocket", endpoint: at.replace("http", "ws") + "websocket" },
    { transport: "http_stream", endpoint: at + "http_stream" },
    { transport: "sse", endpoint: at + "sse" },
  ]);
  connection
    .newSubscription(channel, { since: { offset: +offset, epoch } })
    .on("publication", hear)
    .on("subscribed", (now) => now.wasRecovering && !now.recovered && renew())
    .subscribe();
  connection.connect();
}

const line = navigator.connection;
if (list && !line?.saveData && !/2g/.test(line?.effectiveType)) {
  button.onclick = show;
  addEventListener("load", follow);
}
