/** Narrow a list that is there as a whole; what is chosen is in the address, too. */

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filters]")) begin(form);

function begin(form: HTMLFormElement): void {
  const target = document.getElementById(form.dataset.filters ?? "");
  const status = form.nextElementSibling;
  if (!target || !status) return;
  const selects = [...form.querySelectorAll("select")];
  const forms = JSON.parse(form.dataset.found ?? "{}") as Record<string, string>;
  const rules = new Intl.PluralRules(document.documentElement.lang);

  const show = () => {
    const items = [...target.querySelectorAll<HTMLElement>(":scope > ul > li")];
    for (const item of items) {
      item.hidden = !selects.every(
        ({ name, value }) => !value || (item.dataset[name] ?? "").split(" ").includes(value),
      );
    }
    const count = items.filter(({ hidden }) => !hidden).length;
    const sentence = (forms[rules.select(count)] ?? forms.other ?? "").replace("{count}", String(count));
    status.textContent = count ? sentence : (form.dataset.nothing ?? "");
  };
  const remember = () => {
    const address = new URL(location.href);
    for (const { name, value } of selects) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
    show();
  };

  const asked = new URLSearchParams(location.search);
  for (const select of selects) select.value = asked.get(select.name) ?? "";
  for (const select of selects) if (select.selectedIndex < 0) select.value = "";
  form.addEventListener("change", remember);
  form.addEventListener("reset", () => setTimeout(remember));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
}
