// Shows how far one act on many posts is, as the server tells it.

const run = document.querySelector("#run");
const bar = run.querySelector("progress");

export default function follow(connection) {
  connection.on("publication", ({ data: { event, id, total, done, refused } }) => {
    if (event !== "bulk.progressed" || id !== +run.dataset.id) return;
    bar.value = done + refused;
    run.querySelector("[data-done]").textContent = done.toLocaleString(document.documentElement.lang);
    run.querySelector("[data-refused]").textContent = refused.toLocaleString(document.documentElement.lang);
    if (done + refused === total) location.reload(); // with what could not be done, and the way back
  });
}
