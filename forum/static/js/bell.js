// The number of unread notifications, as it changes.

const line = navigator.connection;

async function ring() {
  const answer = await fetch("/notifications/bell");
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const old = document.querySelector(".bell");
  const held = old === document.activeElement;
  const fresh = page.querySelector(".bell");
  old.replaceWith(fresh);
  if (held) fresh.focus();
}

async function listen(client) {
  await import(client);
  const at = location.origin + "/connection/";
  // One connection for all that is live on a page.
  globalThis.forumLine ??= new Centrifuge([
    { transport: "websocket", endpoint: at.replace("http", "ws") + "websocket" },
    { transport: "http_stream", endpoint: at + "http_stream" },
    { transport: "sse", endpoint: at + "sse" },
  ]);
  globalThis.forumLine.on("publication", ({ data }) => {
    if (data.event === "notifications.changed") ring().catch(console.warn);
  });
  globalThis.forumLine.connect();
}

const bell = document.querySelector(".bell");
if (bell && !line?.saveData && !/2g/.test(line?.effectiveType)) {
  addEventListener("load", () => listen(bell.dataset.client));
}
