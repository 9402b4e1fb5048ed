// The published client for browsers and Node, as a real peer.
// usage: node peer.mjs CLIENT ADDRESS TRANSPORT TOKENS; prints one JSON line of what it saw, exits 0 if all went well.
// ADDRESS passes on to the server, and breaks every connection when one begins with CUT.
// TOKENS, JSON: ada (expires in a second), later (does not), wrong, room (for room:token, expires in a second), roomLater.
import { readFileSync } from "node:fs";
import net from "node:net";
import vm from "node:vm";

const [client, address, transport, words] = process.argv.slice(2);
const tokens = JSON.parse(words);
vm.runInThisContext(readFileSync(client, "utf8"));

/** Server-sent events over fetch, as far as the client needs them: Node has none of its own. */
class EventSource {
  #abort = new AbortController();
  constructor(url) {
    this.#read(url).catch(() => this.onerror?.({}));
  }
  async #read(url) {
    const response = await fetch(url, { signal: this.#abort.signal });
    this.onopen?.({});
    let text = "";
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
        this.onmessage?.({ data: text.slice(0, end).replaceAll(/^data: /gm, "") });
      }
    }
    this.onerror?.({});
  }
  close() {
    this.#abort.abort();
  }
}

const scheme = { websocket: "ws", http_stream: "http", sse: "http" }[transport];

function connect(options = {}) {
  return new Centrifuge(
    [{ transport, endpoint: `${scheme}://${address}/connection/${transport}` }],
    {
      emulationEndpoint: `http://${address}/emulation`, eventsource: EventSource,
      minReconnectDelay: 10, maxReconnectDelay: 100, ...options,
    },
  );
}

const late = setTimeout(() => { console.error("too late", JSON.stringify(seen)); process.exit(1); }, 20000);
const until = (emitter, event) => new Promise((done) => emitter.once(event, done));
const cut = () => new Promise((done) => {
  const [host, port] = address.split(":");
  const socket = net.connect(Number(port), host, () => socket.write("CUT"));
  socket.on("error", done).on("close", done);
});
const seen = {};

/** Publishes by HTTP, as others would; tries again where the cut has caught it. */
async function say(channel, data) {
  const body = JSON.stringify({ channel, data });
  await fetch(`http://${address}/api/publish`, { method: "POST", body });
}

async function codeOf(asked) {
  try {
    await asked;
    return 0;
  } catch (error) {
    return error.code;
  }
}

// Publish, rpc, presence, joins and leaves.
const ada = connect({ token: tokens.later });
const room = ada.newSubscription("room:js", { joinLeave: true });
const offsets = [], joined = [], left = [], recovered = [];
room.on("publication", (context) => offsets.push(context.offset));
room.on("join", (context) => joined.push(context.info.user));
room.on("leave", (context) => left.push(context.info.user));
room.on("subscribed", (context) => recovered.push([context.wasRecovering, context.recovered]));
ada.connect();
room.subscribe();
await room.ready();
await room.publish({ text: "Ελλάδα 한국 🙂" });
while (offsets.length < 1) await until(room, "publication");
seen.answer = (await ada.rpc("echo", { n: 1 })).data;
const nobody = connect();
const beside = nobody.newSubscription("room:js");
nobody.connect();
beside.subscribe();
await beside.ready();
seen.present = Object.values((await room.presence()).clients).map((one) => one.user).sort();
seen.stats = await room.presenceStats().then((stats) => [stats.numClients, stats.numUsers]);
while (!joined.includes("")) await until(room, "join");
nobody.disconnect();
while (left.length < 1) await until(room, "leave");
seen.comings = [[...new Set(joined)].sort(), [...left]];

// What others say while the line is broken; and in a channel that forgets too soon.
const short = ada.newSubscription("smallhistory:js");
const anew = [];
short.on("subscribed", (context) => anew.push([context.wasRecovering, context.recovered]));
short.subscribe();
await short.ready();
await say("smallhistory:js", 0);
const back = [until(room, "subscribed"), until(short, "subscribed")];
ada.disconnect();
for (const n of [1, 2, 3]) {
  await say("room:js", n);
  await say("smallhistory:js", n);
}
ada.connect();
await Promise.all(back);
const again = until(room, "subscribed");
await cut();
await again;
await say("room:js", 4);
while (offsets.length < 5) await until(room, "publication");
Object.assign(seen, { offsets, recovered, anew });

// History, and what is refused.
const numbers = (result) => result.publications.map((publication) => publication.offset);
seen.history = numbers(await room.history({ limit: 2, reverse: true }));
const top = await room.history({ limit: 0 });
seen.since = numbers(await room.history({ limit: 2, since: { offset: 1, epoch: top.epoch } }));
seen.lost = await codeOf(room.history({ limit: 2, since: { offset: 1, epoch: "another" } }));
room.unsubscribe();
await ada.rpc("echo", {});
ada.disconnect();

// Tokens: of the connection and of a subscription, renewed in time; a wrong one is final.
let asked = 0;
const renewing = connect({ getToken: async () => (asked++ ? tokens.later : tokens.ada) });
const byToken = renewing.newSubscription("room:token", { token: tokens.room, getToken: async () => tokens.roomLater });
const byServer = [];
renewing.on("publication", (context) => byServer.push([context.channel, context.data]));
renewing.connect();
byToken.subscribe();
await byToken.ready();
await say("room:server", "hello");
while (byServer.length < 1) await until(renewing, "publication");
await cut();
await until(renewing, "connected");
await say("room:server", "again");
while (byServer.length < 2) await until(renewing, "publication");
while (asked < 2 || byToken.state !== "subscribed") await new Promise((done) => setTimeout(done, 50));
seen.byServer = byServer;
seen.renewed = [renewing.state, byToken.state];
renewing.disconnect();
const wrong = connect({ token: tokens.wrong });
const ended = until(wrong, "disconnected");
wrong.connect();
seen.wrong = (await ended).code;

clearTimeout(late);
console.log(JSON.stringify(seen));
