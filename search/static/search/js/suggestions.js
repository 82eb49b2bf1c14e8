// Pages whose titles go on from what is typed: <form data-suggestions="address">, its field "q".
// A combobox with a list, as WAI-ARIA 1.2 and its Authoring Practices have it.

const PAUSE = 150;
/** A single letter begins too many titles. */
const SHORTEST = 2;

const enhance = (form) => {
  const field = form.elements.q;
  const list = document.createElement("ul");
  const told = document.createElement("p");
  let running;
  let waiting;
  let active = -1;

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  const activate = (index) => {
    active = index;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    const option = options()[index];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const open = () => {
    if (!list.children.length) return;
    list.hidden = false;
    told.textContent = `${form.dataset.suggestionsLabel}: ${list.children.length}`;
    field.setAttribute("aria-expanded", "true");
  };

  /** No answer that is still to come changes the list. */
  const settle = () => {
    clearTimeout(waiting);
    running?.abort();
  };

  const close = () => {
    settle();
    list.hidden = true;
    told.textContent = "";
    field.setAttribute("aria-expanded", "false");
    activate(-1);
  };

  const forget = () => {
    list.replaceChildren();
    close();
  };

  const go = (option) => location.assign(option.dataset.path);

  const option = ({ title, path }, index) => {
    const made = document.createElement("li");
    made.id = `${list.id}-${index}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.dataset.path = path;
    made.textContent = title;
    return made;
  };

  const suggest = async () => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const url = new URL(form.dataset.suggestions, location.href);
    url.searchParams.set("q", field.value.trim());
    try {
      const response = await fetch(url, { signal: mine.signal });
      if (!response.ok) return forget();
      const { items } = await response.json();
      if (mine.signal.aborted || document.activeElement !== field) return;
      list.replaceChildren(...items.map(option));
      activate(-1);
      if (items.length) open();
      else close();
    } catch {
      if (!mine.signal.aborted) forget();
    }
  };

  const type = (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    if (field.value.trim().length < SHORTEST) return forget();
    waiting = setTimeout(suggest, PAUSE);
  };

  /** One further, from the last to the field and from there to the first. */
  const move = (step) => {
    settle(); // a late answer would take away what is being chosen
    const places = list.children.length + 1;
    activate(((active + 1 + step + places) % places) - 1);
  };

  const keys = {
    ArrowDown: (event) => {
      event.preventDefault();
      if (isOpen()) return move(1);
      open();
      if (isOpen() && !event.altKey) move(1);
    },
    ArrowUp: (event) => {
      event.preventDefault();
      if (isOpen()) return event.altKey ? close() : move(-1);
      open();
      if (isOpen()) move(-1);
    },
    Enter: (event) => {
      if (!isOpen() || active < 0) return close();
      event.preventDefault();
      go(options()[active]);
    },
    Escape: (event) => {
      event.preventDefault();
      if (isOpen()) return close();
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    Tab: close,
    Home: () => activate(-1),
    End: () => activate(-1),
  };

  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggestionsLabel);
  told.className = "suggestions-told";
  told.setAttribute("aria-live", "polite");
  told.dataset.suggestionsTold = "";
  field.after(list, told);
  field.type = "text"; // a search field may not be a combobox (ARIA in HTML)
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  field.addEventListener("input", type);
  field.addEventListener("compositionend", type);
  field.addEventListener("keydown", (event) => {
    if (!event.isComposing) keys[event.key]?.(event);
  });
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    settle(); // a late answer would take away what is being pressed
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest('[role="option"]');
    if (chosen) go(chosen);
  });
};

document.querySelectorAll("form[data-suggestions]").forEach(enhance);
