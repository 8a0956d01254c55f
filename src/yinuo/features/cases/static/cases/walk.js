// From case to case without the list: the queue remembers its order in this tab, the case page walks along it.
const KEPT = "cases:walk";
const rows = document.querySelector("#rows");
const walk = document.querySelector("[data-walk]");

function remember() {
  const found = [...document.querySelectorAll("#rows [data-rows] td.primary a[href]")].map((link) => link.pathname);
  sessionStorage.setItem(KEPT, JSON.stringify({ list: location.pathname + location.search, cases: found }));
}

function show() {
  const { list, cases } = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  const here = cases?.indexOf(location.pathname) ?? -1;
  if (list) walk.querySelector("[data-walk-list]").href = list;
  if (here < 0) {
    for (const one of walk.querySelectorAll("[data-walk-to], .walk-place")) one.hidden = true;
  } else {
    for (const link of walk.querySelectorAll("[data-walk-to]")) {
      const to = cases[here + Number(link.dataset.walkTo)];
      if (to) link.href = to;
      else link.removeAttribute("data-key");
    }
    walk.querySelector(".walk-place").textContent = `${here + 1} / ${cases.length}`;
  }
  walk.hidden = false;
}

// What was said last stands above the box that one answers in.
function showLast() {
  const stream = document.getElementById("stream");
  const composer = document.getElementById("composer");
  if (!stream || !composer || location.hash) return;
  const hidden = stream.getBoundingClientRect().bottom - composer.getBoundingClientRect().top;
  let scroller = stream.parentElement;
  while (scroller && !(scroller.scrollHeight > scroller.clientHeight && /auto|scroll/.test(getComputedStyle(scroller).overflowY))) scroller = scroller.parentElement;
  if (hidden > 0) (scroller ?? document.scrollingElement).scrollBy({ top: hidden + 12, behavior: "instant" });
}

if (rows) {
  remember();
  document.addEventListener("htmx:afterSettle", remember);
}
if (walk) {
  show();
  showLast();
}
