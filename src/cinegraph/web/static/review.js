// Review by keyboard: a key presses the button, or follows the link, that names it in data-key. All of it works without.
"use strict";

const KEPT = "cinegraph.review.keys";
const toggle = document.querySelector("button.keys");
let on = localStorage.getItem(KEPT) !== "off";
let pressed = false;

function say() {
  if (!toggle) return;
  toggle.hidden = false;
  toggle.textContent = on ? "Keys are on" : "Keys are off";
  toggle.setAttribute("aria-pressed", String(on));
  document.body.classList.toggle("without-keys", !on);
}

function typing(target) {
  return target instanceof Element && target.closest("input, select, textarea, [contenteditable]") !== null;
}

if (toggle) toggle.addEventListener("click", () => {
  on = !on;
  localStorage.setItem(KEPT, on ? "on" : "off");
  say();
});

document.addEventListener("keydown", (event) => {
  if (!on || pressed || event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const wanted = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
  if (!wanted) return;
  event.preventDefault();
  if (wanted.tagName === "SUMMARY") {
    wanted.parentElement.open = true;
    const field = wanted.parentElement.querySelector("input:not([type=hidden])");
    field.focus();
    field.select();
    return;
  }
  wanted.click();
});

// One answer a question: the second of two quick presses would answer the one that comes.
document.addEventListener("submit", (event) => {
  if (pressed) event.preventDefault();
  pressed = true;
});
window.addEventListener("pageshow", () => { pressed = false; });
say();
