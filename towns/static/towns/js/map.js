// Lets one place stand out on the map and tells about it in a card; the list has it all anyway.

const middle = (link) => {
  const box = link.querySelector(".map__dot").getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
};
const on = (part, kind, act) => part.addEventListener(kind, act);
const towns = (part) => (part.dataset.towns ?? part.parentNode.dataset.town).split(" ");

/** Those on the page, each with what closes its card and what shows where a link leads. */
let maps = [];

function each(act) {
  maps = maps.filter(({ map }) => map.isConnected);
  maps.forEach(act);
}

function enhance(map) {
  const sheets = map.querySelector(".map__sheets");
  if (!sheets) return;
  const links = [...map.querySelectorAll(".map__link")];
  const parts = [...map.querySelectorAll(".map__line"), ...links];
  const card = document.createElement("div");
  card.hidden = true;
  sheets.append(card);
  let open = null;

  function mark(isOn) {
    map.classList.add("has-one");
    for (const part of parts) part.classList.toggle("is-on", isOn(part));
  }

  function clear() {
    open?.classList.remove("is-open");
    open = null;
    card.hidden = true;
    map.classList.remove("has-one");
  }

  /** A town with all its own, or a partner with the way to it. */
  function show(link) {
    if (open === link) return;
    clear();
    open = link;
    link.classList.add("is-open");
    const { key } = link.dataset;
    const own = towns(link);
    const ways = [key, ...own.map((town) => `t${town}`)];
    mark((part) => towns(part).some((town) => own.includes(town))
      && (key[0] === "t" || ways.includes(part.dataset.key ?? part.dataset.to)));
    tell(link);
  }

  /** What the list says of it. */
  function tell(link) {
    const href = link.getAttribute("href");
    const [, hash] = href.split("#");
    const entry = document.getElementById(hash ?? `${map.id}-t-${towns(link)[0]}`)
      ?.closest(".candidate, .partner, .map__town");
    if (!entry) return;
    const [first, ...rest] = entry.querySelectorAll(":scope > p, :scope > h3");
    const name = document.createElement("a");
    name.href = href;
    name.tabIndex = -1;
    name.className = "map__name";
    name.dir = "auto";
    name.textContent = first.textContent.trim();
    card.replaceChildren(name, ...rest.map((part) => part.cloneNode(true)));
    card.className = `map__card ${link.parentNode.classList[1]}`;
    card.hidden = false;
    place(...middle(link));
  }

  /** Beside the point, else above or below it. */
  function place(x, y) {
    const frame = sheets.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = card;
    const within = (start, size, whole) => Math.max(8, Math.min(start, whole - size - 8));
    const [right, down] = [x - frame.x, y - frame.y];
    let [left, top] = [right - wide / 2, down - high - 18];
    if (right + 18 + wide < frame.width) [left, top] = [right + 14, down + 8];
    else if (right - 18 - wide > 0) [left, top] = [right - 14 - wide, down + 8];
    else if (top < 8) top = down + 18;
    card.style.left = `${within(left, wide, frame.width)}px`;
    card.style.top = `${within(top, high, frame.height)}px`;
  }

  /** The nearest link in the direction of an arrow key. */
  function next(from, key) {
    const axis = /Left|Right/.test(key) ? 0 : 1;
    const sign = /Right|Down/.test(key) ? 1 : -1;
    const start = middle(from);
    let best = [Infinity, null];
    for (const link of links) {
      const way = middle(link).map((at, index) => at - start[index]);
      const far = Math.hypot(...way) + Math.abs(way[1 - axis]);
      if (way[axis] * sign > 0.5 && far < best[0]) best = [far, link];
    }
    return best[1];
  }

  for (const link of links) {
    on(link, "pointerenter", (event) => event.pointerType === "mouse" && show(link));
    on(link, "focus", () => link.matches(":focus-visible") && show(link));
    on(link, "blur", () => sheets.matches(":hover") || clear());
    on(link, "click", (event) => {
      if (event.pointerType !== "touch" || open === link) return;
      show(link);
      if (!card.hidden) event.preventDefault();
    });
    on(link, "keydown", (event) => {
      const to = event.key.startsWith("Arrow") && next(link, event.key);
      if (!to) return;
      event.preventDefault();
      to.focus();
    });
  }
  for (const entry of map.querySelectorAll(".map__entry[data-town]")) {
    on(entry, "pointerenter", () => {
      clear();
      mark((part) => towns(part).includes(entry.dataset.town));
    });
    on(entry, "pointerleave", clear);
  }
  on(sheets, "pointerleave", (event) => event.pointerType === "mouse" && clear());

  /** A partner's entry is in the list: that is shown when a link leads to it. */
  function follow() {
    const entry = location.hash && document.getElementById(location.hash.slice(1));
    const listed = map.querySelector('input[value="list"]');
    if (!listed || !entry || !map.contains(entry)) return;
    listed.checked = true;
    entry.scrollIntoView();
  }

  map.classList.add("is-scripted");
  maps.push({ map, clear, follow });
  follow();

  // The lines draw themselves when somebody sees it.
  map.classList.add("map--waiting");
  new IntersectionObserver((entries, observer) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    map.classList.remove("map--waiting");
    observer.disconnect();
  }, { threshold: 0.2 }).observe(sheets);
}

const all = (part) => part.querySelectorAll("[data-map]").forEach(enhance);
all(document);
on(window, "hashchange", () => each(({ follow }) => follow()));
on(document, "keydown", (event) => event.key === "Escape" && each(({ clear }) => clear()));
on(document, "pointerdown", (event) => {
  if (!event.target.closest(".map__link, .map__card")) each(({ clear }) => clear());
});
on(document, "filters:replaced", (event) => all(event.detail));
