// Lets one town or partner stand out on the map, and tells about it in a small card.
// Without this module the map's links and its list have everything.

const REDUCED = matchMedia("(prefers-reduced-motion: reduce)");

function enhance(map) {
  const sheets = map.querySelector(".map__sheets");
  if (!sheets) return;
  const links = [...map.querySelectorAll(".map__link")];
  const lines = [...map.querySelectorAll(".map__line")];
  const card = document.createElement("div");
  card.className = "map__card";
  card.hidden = true;
  sheets.append(card);
  let open = null;
  let touched = false;

  const towns = (link) => link.dataset.towns.split(" ");

  function mark(isOn) {
    map.classList.add("has-one");
    for (const part of [...lines, ...links]) part.classList.toggle("is-on", isOn(part));
  }

  function clear() {
    open?.classList.remove("is-open");
    open = null;
    card.hidden = true;
    map.classList.remove("has-one");
  }

  /** A town's lines and partners, or a partner's own lines and towns. */
  function show(link) {
    if (open === link) return;
    clear();
    open = link;
    link.classList.add("is-open");
    const own = towns(link);
    const partner = link.classList.contains("map__link--partner");
    const key = link.dataset.key;
    mark((part) => {
      if (!partner) return part.dataset.town ? own.includes(part.dataset.town) : towns(part).some((town) => own.includes(town));
      if (part.dataset.to) return part.dataset.to === key || part.dataset.to === `t${own.find((town) => town === part.dataset.town)}`;
      return part === link || own.some((town) => part.dataset.key === `t${town}`);
    });
    tell(link);
  }

  function tell(link) {
    const hash = link.getAttribute("href").split("#")[1];
    const entry = document.getElementById(hash ?? `${map.id}-t-${towns(link)[0]}`);
    if (!entry) return;
    const said = [...entry.querySelectorAll(":scope > p, :scope > h3")].map((part) => part.cloneNode(true));
    if (hash) {
      const more = document.createElement("a");
      more.href = `#${hash}`;
      more.tabIndex = -1;
      more.textContent = said[0].textContent;
      said[0].replaceChildren(more);
    } else {
      const name = said[0].querySelector("a");
      if (name) name.tabIndex = -1;
    }
    card.replaceChildren(...said);
    card.className = `map__card ${[...link.classList].find((name) => name.startsWith("accent-")) ?? ""}`;
    card.hidden = false;
    place(link.querySelector(".map__dot").getBoundingClientRect());
  }

  /** Above the point where there is room, else below it, and never over the edge. */
  function place(dot) {
    const frame = sheets.getBoundingClientRect();
    const { offsetWidth: wide, offsetHeight: high } = card;
    const left = dot.left + dot.width / 2 - frame.left - wide / 2;
    const above = dot.top - frame.top - high - 12;
    const below = Math.min(dot.bottom - frame.top + 12, frame.height - high - 8);
    card.style.left = `${Math.max(8, Math.min(left, frame.width - wide - 8))}px`;
    card.style.top = `${Math.max(8, above >= 8 ? above : below)}px`;
  }

  /** The nearest link in the direction of an arrow key. */
  function next(from, key) {
    const middle = (link) => {
      const box = link.querySelector(".map__dot").getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    };
    const [x, y] = middle(from);
    const [ahead, aside] = key === "ArrowLeft" || key === "ArrowRight" ? [0, 1] : [1, 0];
    const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    const ways = links.filter((link) => link !== from).map((link) => {
      const at = middle(link);
      const way = [at[0] - x, at[1] - y];
      return { link, ahead: way[ahead] * sign, far: Math.hypot(...way) + Math.abs(way[aside]) };
    });
    return ways.filter((way) => way.ahead > 0.5).sort((one, other) => one.far - other.far)[0]?.link;
  }

  for (const link of links) {
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(link));
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", () => !card.contains(document.activeElement) && clear());
    link.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch" && open !== link; });
    link.addEventListener("click", (event) => {
      if (!touched) return;
      touched = false;
      event.preventDefault();
      show(link);
    });
    link.addEventListener("keydown", (event) => {
      const to = event.key.startsWith("Arrow") && next(link, event.key);
      if (!to) return;
      event.preventDefault();
      to.focus();
    });
  }
  for (const entry of map.querySelectorAll(".map__entry[data-town]")) {
    entry.addEventListener("pointerenter", () => {
      clear();
      const town = entry.dataset.town;
      mark((part) => part.dataset.town === town || !!part.dataset.towns?.split(" ").includes(town));
    });
    entry.addEventListener("pointerleave", clear);
  }
  sheets.addEventListener("pointerleave", clear);
  map.querySelectorAll(".map__ground").forEach((ground) => ground.addEventListener("pointerenter", clear));
  document.addEventListener("keydown", (event) => event.key === "Escape" && clear());
  document.addEventListener("pointerdown", (event) => !event.target.closest(".map__link, .map__card") && clear());

  if (REDUCED.matches || !("IntersectionObserver" in window)) return;
  map.classList.add("map--waiting");
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    map.classList.remove("map--waiting");
    observer.disconnect();
  }, { threshold: 0.3 });
  observer.observe(sheets);
}

document.querySelectorAll("[data-map]").forEach(enhance);
