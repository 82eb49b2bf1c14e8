// What a form does better with JavaScript: <form data-form>. Without it, it is sent as any other.

/** A text survives a closed tab, a lost connection or a wrong button, until it is sent. */
const KEPT = "twinning.form:";

const enhance = (form) => {
  const button = form.querySelector('[type="submit"]');
  const key = KEPT + location.pathname;
  const kept = [...form.elements].filter((field) => field.matches("textarea"));

  const recall = () => {
    try {
      const words = JSON.parse(sessionStorage.getItem(key) ?? "{}");
      for (const field of kept) if (!field.value && words[field.name]) field.value = words[field.name];
    } catch {
      // storage is shut: nothing to recall
    }
  };

  const remember = () => {
    try {
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(kept.map((field) => [field.name, field.value]))));
    } catch {
      // storage is shut or full: the words are in the form still
    }
  };

  /** How much room a long text has left, once it becomes scarce. */
  const count = (field) => {
    const most = Number(field.getAttribute("maxlength"));
    const line = document.createElement("p");
    line.className = "form__count";
    const show = () => {
      const left = most - field.value.length;
      line.textContent = left < most / 5 ? `${field.value.length} / ${most}` : "";
    };
    field.after(line);
    field.addEventListener("input", show);
    show();
  };

  /** Files that would be refused are said to be so before they travel. */
  const check = (field) => {
    const { most, mostBytes, tooMany, tooLarge } = field.dataset;
    const line = document.createElement("p");
    line.className = "form__error";
    line.setAttribute("role", "alert");
    const show = () => {
      const large = [...field.files].find((file) => file.size > Number(mostBytes));
      line.textContent = large ? tooLarge.replace("{name}", () => large.name) : "";
      if (field.files.length > Number(most)) line.textContent = tooMany;
    };
    field.before(line);
    field.addEventListener("change", show);
    show();
    return () => line.textContent && field;
  };

  const checks = [...form.querySelectorAll("[data-most-bytes]")].map(check);
  recall();
  form.addEventListener("input", remember);
  form.querySelectorAll("textarea[maxlength]").forEach(count);
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled") === "true") return event.preventDefault();
    const wrong = checks.map((find) => find()).find(Boolean);
    if (wrong) {
      event.preventDefault();
      return wrong.focus();
    }
    button.setAttribute("aria-disabled", "true");
    button.dataset.words = button.textContent;
    button.textContent = form.dataset.sending;
  });
  // Back from the page after it, out of the browser's own memory: it may be sent again.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.words ?? button.textContent;
  });
};

document.querySelectorAll("form[data-form]").forEach(enhance);
if (document.querySelector(".form-thanks")) {
  try {
    sessionStorage.removeItem(KEPT + location.pathname);
  } catch {
    // storage is shut: nothing was kept
  }
}
