// The import page: choosing a festival shows its editions at once; pages can be dropped; editions are ticked in one go.
// Without this the page does the same with one click more.
"use strict";

for (const chosen of document.querySelectorAll("select[data-submits]")) {
  chosen.addEventListener("change", () => chosen.form.requestSubmit());
}

for (const button of document.querySelectorAll("[data-tick]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = button.dataset.tick;
    button.closest("form").querySelectorAll("input[name=edition]").forEach((box) => {
      box.checked = wanted !== "none" && box.dataset.state === wanted;
    });
    count(button.closest("form"));
  });
}

function count(form) {
  const said = form.querySelector("[data-count]");
  const ticked = form.querySelectorAll("input[name=edition]:checked").length;
  if (said) said.textContent = ticked === 1 ? "1 edition ticked" : `${ticked} editions ticked`;
}
for (const form of document.querySelectorAll("form.editions")) {
  form.addEventListener("change", () => count(form));
  count(form);
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const names = zone.querySelector("[data-names]");
  let depth = 0;
  const over = (is) => zone.classList.toggle("over", is);
  const megabyte = 1024 * 1024;
  const tooLarge = () => {
    const files = [...input.files];
    const one = files.find((file) => file.size > Number(names.dataset.largest) * megabyte);
    if (one) return `${one.name}: at most ${names.dataset.largest} MB are taken`;
    const sum = files.reduce((size, file) => size + file.size, 0);
    return sum > Number(names.dataset.together) * megabyte ? `at most ${names.dataset.together} MB are taken at once` : "";
  };
  const show = () => {
    input.setCustomValidity(tooLarge());
    names.textContent = tooLarge() || [...input.files].map((file) => file.name).join(", ");
  };
  zone.addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; over(true); });
  zone.addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) { depth = 0; over(false); } });
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
    zone.closest("form").requestSubmit();
  });
  input.addEventListener("change", show);
}
