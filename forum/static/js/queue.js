// Moves between reports by j and k, and opens the decision about one by Enter; links do the same.

const cases = [...document.querySelectorAll(".case")];
let at = -1;

function go(step) {
  at = Math.min(Math.max(at + step, 0), cases.length - 1);
  cases[at].focus();
  cases[at].scrollIntoView({ block: "nearest" });
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "Enter" && event.target === cases[at]) {
    cases[at].querySelector("[data-decide]").click();
  }
});

for (const help of document.querySelectorAll(".keys")) help.hidden = false;

// A bar says how many cases are new; a press shows the queue as it is now.
const bar = document.querySelector(".news button");
const words = bar.dataset.say.split("|");
const fresh = new Set(); // cases that came since the page was made

bar.onclick = () => location.assign("/moderation" + location.search);

export default function follow(connection) {
  const heads = JSON.parse(document.querySelector("#queue").dataset.heads);
  for (const [channel, [offset, epoch]] of Object.entries(heads)) {
    connection
      .newSubscription(channel, { since: { offset, epoch } })
      .on("publication", ({ data: { event, id } }) => {
        if (event !== "case.opened") return;
        fresh.add(id);
        bar.textContent = words[Math.min(fresh.size, words.length) - 1];
        bar.hidden = false;
      })
      .subscribe();
  }
}
