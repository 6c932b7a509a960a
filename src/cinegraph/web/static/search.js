// Hits as somebody types: the field asks for the part that the page has already. Without this, the form does the same.
"use strict";

const field = document.querySelector("input[data-hits]");
const hits = document.getElementById("hits");
let waiting = 0;
let asking = null;

async function ask() {
  const words = field.value.trim();
  if (asking) asking.abort();
  if (words.length < 2) return;
  asking = new AbortController();
  try {
    const answer = await fetch(`${field.dataset.hits}?q=${encodeURIComponent(words)}`, { signal: asking.signal });
    if (!answer.ok) return;
    hits.innerHTML = await answer.text();
    history.replaceState(null, "", `?q=${encodeURIComponent(words)}`);
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

if (field && hits) field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 150);
});
