// Work in the background, while somebody watches: <div data-progress="address">, replaced until it is over.

const PAUSE = 1500;

const watch = (region) => {
  const again = () => setTimeout(look, PAUSE);

  const look = async () => {
    if (document.hidden) return again();
    try {
      const answer = await fetch(region.dataset.progress, { credentials: "same-origin" });
      if (answer.redirected || [403, 404].includes(answer.status)) return location.reload();
      if (answer.ok) region.innerHTML = await answer.text();
    } catch {
      // the connection is lost: it may come back
    }
    if (!region.querySelector("[data-over]")) again();
  };

  again();
};

document.querySelectorAll("[data-progress]").forEach(watch);
