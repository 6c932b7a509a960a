// Live parts: <section data-live="/live/…"> is replaced by what the server sends, when it has changed.
// A page that nobody sees keeps no connection open: browsers allow six to a site, over all its tabs.
"use strict";

const parts = document.querySelectorAll("[data-live]");
const open = new Map();

function put(part, html) {
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  const key = held && (held.id || held.getAttribute("href"));
  const shut = [...part.querySelectorAll("details")].map((one) => one.open);
  part.innerHTML = html;
  part.querySelectorAll("details").forEach((one, at) => { if (at < shut.length) one.open = shut[at]; });
  if (!key) return;
  const again = held.id
    ? document.getElementById(held.id)
    : [...part.querySelectorAll("a[href]")].find((one) => one.getAttribute("href") === key);
  if (again) again.focus({ preventScroll: true });
}

// Who is not logged in any longer is led to the log-in by the page itself.
function whetherIn(part) {
  fetch(part.dataset.live, { redirect: "manual" })
    .then((answer) => { if (answer.type === "opaqueredirect" || answer.status === 401) location.reload(); })
    .catch(() => {});
}

function listen(part) {
  if (open.has(part) || part.dataset.state === "over") return;
  const source = new EventSource(part.dataset.live);
  open.set(part, source);
  source.addEventListener("open", () => { part.dataset.state = "live"; });
  source.addEventListener("part", (event) => put(part, event.data));
  source.addEventListener("over", () => {
    part.dataset.state = "over";
    source.close();
    open.delete(part);
  });
  source.addEventListener("left", () => location.reload());
  source.addEventListener("error", () => {
    if (part.dataset.state !== "over") part.dataset.state = "away";
    if (source.readyState === EventSource.CLOSED) whetherIn(part);
  });
}

function quiet(part) {
  const source = open.get(part);
  if (source) source.close();
  open.delete(part);
}

document.addEventListener("visibilitychange", () => parts.forEach(document.hidden ? quiet : listen));
window.addEventListener("pagehide", () => parts.forEach(quiet));
window.addEventListener("pageshow", () => parts.forEach(listen));
if (!document.hidden) parts.forEach(listen);
