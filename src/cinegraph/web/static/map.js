// The map of editions is one stop for the Tab key; the arrows go from cell to cell, Home and End to a row's ends.
// Without this every cell is a stop.
"use strict";

for (const map of document.querySelectorAll("table.map")) {
  const rows = [...map.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td a")]);
  const all = rows.flat();
  if (!all.length) continue;
  const column = (link) => link.closest("td").cellIndex;
  all.forEach((link) => { link.tabIndex = -1; });
  all[0].tabIndex = 0;
  const go = (link) => {
    all.forEach((one) => { one.tabIndex = -1; });
    link.tabIndex = 0;
    link.focus();
    link.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const nearest = (row, at) => row.reduce((a, b) => (Math.abs(column(b) - at) < Math.abs(column(a) - at) ? b : a));
  map.addEventListener("keydown", (event) => {
    const link = event.target.closest("td a");
    if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
    const y = rows.findIndex((row) => row.includes(link));
    const x = rows[y].indexOf(link);
    const step = event.key === "ArrowDown" ? 1 : -1;
    let to = null;
    if (event.key === "ArrowRight") to = rows[y][x + 1];
    else if (event.key === "ArrowLeft") to = rows[y][x - 1];
    else if (event.key === "Home") to = rows[y][0];
    else if (event.key === "End") to = rows[y][rows[y].length - 1];
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      let next = y + step;
      while (rows[next] && !rows[next].length) next += step;
      if (rows[next]) to = nearest(rows[next], column(link));
    } else return;
    event.preventDefault();
    if (to) go(to);
  });
}
