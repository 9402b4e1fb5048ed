// The service worker: keeps topics that were read. A page comes from the network whenever it answers
// in time; else the kept one is shown, and says of when it is.
//
// `forum/web/offline.py` puts before this the import of `flush`, which sends what waits on this
// device, and VERSION, which changes with any file of static/.

const ASSETS = `assets ${VERSION}`;
const PAGES = "pages "; // and the member's id, "" for a visitor: one such cache at a time
const LISTING = "/offline";
const MOST = { pages: 40, bytes: 4e6, age: 30 * 24 * 3600e3 };
const PATIENCE = 4000; // milliseconds that a kept page waits for its newer self

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => event.waitUntil(begin(event.data)));
self.addEventListener("sync", (event) => event.waitUntil(send()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (origin !== location.origin) return;
  if (mode === "navigate" && method === "GET") event.respondWith(open(event, pathname));
  else if (pathname === "/sign-out") event.waitUntil(forget());
  else if (pathname.startsWith("/static/")) event.respondWith(asset(event));
});

async function takeOver() {
  const names = (await caches.keys()).filter((name) => name.startsWith("assets "));
  await Promise.all(names.filter((name) => name !== ASSETS).map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

// The page that registered us was loaded without us.
async function begin(page) {
  await take(++turns, page, await fetch(page));
}

// A page that is open sends by itself, and says so.
async function send() {
  if (!(await self.clients.matchAll()).length) await flush();
}

async function asset(event) {
  const store = await caches.open(ASSETS);
  const kept = await store.match(event.request);
  if (kept) return kept;
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keepAsset(store, event.request, answer.clone()));
    return answer;
  } catch {
    // A page from before the last release has to do with what came after it.
    return (await store.match(event.request, { ignoreSearch: true })) ?? Response.error();
  }
}

// An address without the version, or with that of another release, may soon mean another file.
async function keepAsset(store, request, answer) {
  if (/immutable/.test(answer.headers.get("cache-control"))) await store.put(request, answer);
}

// What a kept page needs to be read and answered.
async function keepAssets(text) {
  const store = await caches.open(ASSETS);
  for (const url of new Set(text.match(/\/static\/(?!vendor)[\w/.-]+\?v=\w+/g))) {
    if (!(await store.match(url))) await keepAsset(store, url, await fetch(url));
  }
}

async function open(event, path) {
  const answer = load(event);
  if (path === LISTING) return answer.then((page) => listed(page), () => listing());
  const kept = await caches.match(event.request);
  if (!kept) return answer.catch(() => listing({ away: true }));
  const late = new Promise((tell) => setTimeout(tell, PATIENCE));
  return Promise.race([answer, late.then(() => marked(kept))]).catch(() => marked(kept));
}

function load(event) {
  const { request } = event;
  const turn = ++turns;
  const answer = (async () => (await event.preloadResponse) ?? fetch(request))();
  event.waitUntil(answer.then((page) => take(turn, request.url, page.clone())).catch(() => {}));
  return answer;
}

let turns = 0; // pages asked for
let latest = 0; // of them, the one that last told who reads

// Whoever a page is for is who reads now: nothing of anybody else is kept any longer.
async function take(turn, url, answer) {
  if (answer.status !== 200 || answer.redirected || answer.type !== "basic") return;
  const text = await answer.text();
  const [, lang] = text.match(/^\s*<!doctype html>\s*<html lang="(.*?)"/) ?? [];
  const [, member] = text.match(/<body data-member="(.*?)">/) ?? [];
  if (member === undefined || turn < latest) return;
  latest = turn;
  const name = PAGES + member;
  await keepOnly(name);
  if (/no-store/.test(answer.headers.get("cache-control"))) return;
  if (!text.includes('<meta name="offline" content="keep">')) return;
  await keep(await caches.open(name), url, { lang, text, headers: answer.headers });
}

function forget() {
  latest = ++turns; // what is still on its way was asked for by who goes
  return keepOnly("");
}

async function keepOnly(wanted) {
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  await Promise.all(names.filter((name) => name !== wanted).map((name) => caches.delete(name)));
}

async function keep(store, url, { lang, text, headers }) {
  const listed = await store.match(LISTING);
  if (listed?.headers.get("content-language") !== lang) {
    const page = await fetch(`${LISTING}?ui=${lang}`);
    if (!page.ok) return; // it has the words without which nothing kept is shown
    await store.put(LISTING, written(await page.text(), page.headers));
  }
  await keepAssets(text);
  const [, title] = text.match(/<title>(.*?)(?: – [^–]*)?<\/title>/s); // without the site's name
  const about = { at: Date.now(), lang, size: text.length, title: encodeURIComponent(title) };
  const facts = Object.entries(about).map(([name, value]) => [`x-kept-${name}`, value]);
  await store.put(url, written(text, headers, facts));
  await shorten(store);
}

function written(text, headers, more = []) {
  const plain = [...headers].filter(([name]) => !/^(vary|content-(encoding|length))$/.test(name));
  return new Response(text, { headers: [...plain, ...more] });
}

const fact = (answer, name) => answer.headers.get(`x-kept-${name}`);

// What is kept, the newest first.
async function contents(store) {
  const found = await Promise.all((await store.keys()).map(async (request) => {
    const answer = await store.match(request);
    return { request, answer, at: +fact(answer, "at"), size: +fact(answer, "size") };
  }));
  return found.filter(({ at }) => at).sort((a, b) => b.at - a.at);
}

async function shorten(store) {
  let bytes = 0;
  for (const [place, { request, at, size }] of (await contents(store)).entries()) {
    bytes += size;
    const old = Date.now() - at > MOST.age;
    if (old || place >= MOST.pages || bytes > MOST.bytes) await store.delete(request);
  }
}

const time = (at, lang) => {
  const words = new Intl.DateTimeFormat(lang, { calendar: "gregory", dateStyle: "medium", timeStyle: "short" }).format(at);
  return `<time datetime="${new Date(at).toISOString()}">${words}</time>`;
};

async function marked(kept) {
  const [text, words] = await Promise.all([kept.text(), caches.match(LISTING).then((page) => page.text())]);
  const [, note] = words.match(/<template id="as-of">(.*?)<\/template>/s);
  const told = note.replace("{time}", time(+fact(kept, "at"), fact(kept, "lang")));
  const fresh = text
    .replace(/<main .*?>/, (main) => main + told)
    .replaceAll(/(<input type="hidden" name="once" value=").*?"/g, (_, start) => `${start}${crypto.randomUUID()}"`);
  return written(fresh, kept.headers);
}

async function listing({ away } = {}) {
  const page = await caches.match(LISTING);
  return page ? listed(page, away) : Response.error();
}

async function listed(page, away) {
  const text = await page.text();
  const [, lang] = text.match(/<html lang="(.*?)"/);
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES));
  const found = (await Promise.all(names.map(async (name) => contents(await caches.open(name))))).flat();
  const rows = found.map(({ request, answer, at }) => {
    const title = decodeURIComponent(fact(answer, "title"));
    const { pathname, search } = new URL(request.url);
    const address = (pathname + search).replaceAll("&", "&amp;");
    return `<li><a href="${address}"><bdi>${title}</bdi></a> ${time(at, lang)}</li>`;
  });
  const full = rows.length
    ? text.replace(/(<ul [^>]*id="kept">).*?(<\/ul>)/s, (_, start, end) => start + rows.join("") + end)
    : text;
  return written(away ? full.replace('id="away" hidden', 'id="away"') : full, page.headers);
}
