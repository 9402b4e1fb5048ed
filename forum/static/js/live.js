// New and changed posts of the open topic. Nothing moves under the reader's eyes: a bar says what
// is new, and only a press on it brings it in. Fetching then, not at once, spares the line of
// those who have left the page open, and the server a thousand requests at the same moment.

const list = document.querySelector("#posts[data-channel]");
const news = document.querySelector(".news");
const { channel, offset, epoch, client, view, lang, newest } = list?.dataset ?? {};
const waiting = new Set();
const button = document.createElement("button");
button.className = "button";
button.onclick = show;

const shown = (id) => document.getElementById(`p${id}`);

async function load(url) {
  const answer = await fetch(url);
  return new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
}

async function fragment(id) {
  return (await load(`/p/${id}/fragment?lang=${lang}&view=${view}`)).querySelector("article");
}

function announce() {
  const words = news.dataset.say.split("|");
  button.textContent = words[Math.min(waiting.size, words.length) - 1] ?? "";
  button.removeAttribute("aria-disabled");
  if (!waiting.size) button.remove();
  else if (!button.isConnected) news.append(button);
}

function place(article) {
  const above = article.querySelector(".re a")?.pathname.slice(3);
  let last = list.classList.contains("tree") && above && shown(above);
  if (last) {
    const { depth } = last.dataset;
    while (+last.nextElementSibling?.dataset.depth > depth) last = last.nextElementSibling;
    last.after(article);
  } else if (newest) return false;
  else list.append(article);
  return true;
}

async function show() {
  const ids = [...waiting].sort((a, b) => a - b); // whoever is answered comes before the answer
  button.setAttribute("aria-disabled", "true");
  try {
    const found = (await Promise.all(ids.map(fragment))).filter(Boolean);
    ids.forEach((id) => waiting.delete(id));
    if (!found.map(place).every(Boolean)) location.assign(newest);
    else if (found[0]) {
      found[0].tabIndex = -1;
      found[0].focus();
    }
  } finally {
    announce();
  }
}

function replace(old, fresh) {
  const held = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
  old.replaceWith(fresh);
  if (held) fresh.querySelector(`[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

async function refresh(id) {
  const old = shown(id);
  const fresh = old && (await fragment(id));
  if (fresh) replace(old, fresh);
}

async function renew() {
  for (const fresh of (await load(location.href)).querySelectorAll("#posts > article")) {
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
  } else if (event === "translation.ready") {
    if (view !== "original" && language === lang) refresh(id);
  } else if (event.startsWith("post.")) refresh(id);
}

async function follow() {
  await import(client);
  const at = location.host + "/connection/";
  const ways = [
    { transport: "websocket", endpoint: location.protocol.replace("http", "ws") + `//${at}websocket` },
    ...["http_stream", "sse"].map((transport) => ({ transport, endpoint: `//${at}${transport}` })),
  ];
  const connection = new Centrifuge(ways);
  const since = { offset: +offset, epoch };
  connection
    .newSubscription(channel, { since })
    .on("publication", hear)
    .on("subscribed", (now) => now.wasRecovering && !now.recovered && renew())
    .subscribe();
  connection.connect();
}

const line = navigator.connection;
if (list && !line?.saveData && !/2g/.test(line?.effectiveType)) {
  if (document.readyState === "complete") follow();
  else addEventListener("load", follow);
}
