// Filters of a list that take effect at once: <form data-filters="#results">.
// Without this the form is sent as any other, and so it is where anything goes wrong.

const enhance = (form) => {
  const id = form.dataset.filters.slice(1);
  const status = document.getElementById(`${id}-status`);
  const submit = form.querySelector('[type="submit"]');
  let running;

  const address = () => {
    const url = new URL(form.action);
    url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    return url;
  };

  const forgive = () => {
    for (const error of form.querySelectorAll('[role="alert"]')) error.remove();
    for (const field of form.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    }
  };

  // The same choice in the other languages, as the answer has it.
  const keepInOtherLanguages = (answer) => {
    for (const link of document.querySelectorAll('.languages a, .language-offer a')) {
      const same = answer.querySelector(`.languages a[hreflang="${link.hreflang}"]`);
      if (same) link.setAttribute('href', same.getAttribute('href'));
    }
  };

  const show = (html, url) => {
    const answer = new DOMParser().parseFromString(html, 'text/html');
    const found = answer.getElementById(id);
    if (!found) throw new Error(`no #${id} in the answer`);
    document.getElementById(id).replaceWith(found);
    forgive();
    keepInOtherLanguages(answer);
    history.replaceState(history.state, '', url);
    const words = answer.getElementById(`${id}-status`);
    if (status && words) status.textContent = words.textContent;
    document.dispatchEvent(new CustomEvent('filters:replaced', { detail: found }));
  };

  const apply = async () => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const url = address();
    try {
      const response = await fetch(url, { signal: mine.signal });
      if (!response.ok) throw new Error(response.statusText);
      show(await response.text(), url);
    } catch {
      if (!mine.signal.aborted) form.submit();
    }
  };

  form.addEventListener('change', apply);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    apply();
  });
  submit?.remove(); // choices take effect at once
};

document.querySelectorAll('form[data-filters]').forEach(enhance);
