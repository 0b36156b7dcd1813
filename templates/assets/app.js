// What a page can do better where it may: everything works without it.
"use strict";
(() => {
  // Before the page is drawn, so that nothing moves: whose calendar is likely.
  const agent = navigator.userAgent;
  const likely = [["android", /Android/], ["apple", /iPhone|iPad|Macintosh/], ["outlook", /Windows/]]
    .find(([, pattern]) => pattern.test(agent))?.[0];
  if (likely) document.documentElement.dataset.likely = likely;

  const first = () => {
    for (const each of document.querySelectorAll(`.clients > .${likely}`)) each.parentNode.prepend(each);
  };

  const copying = (button) => {
    const field = button.previousElementSibling;
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy"); // plain http on a network
      }
      const before = button.textContent;
      button.textContent = button.dataset.done;
      button.setAttribute("aria-live", "polite");
      setTimeout(() => (button.textContent = before), 3000);
    });
  };

  // The reader's zone; one that is not on the list comes as the site would show it, or not at all.
  const zone = async (select) => {
    const name = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    if (!name.includes("/") || name.startsWith("Etc/")) return;
    const listed = (key, text) => [...select.options].find((each) => each[key] === text);
    let option = listed("value", name);
    if (!option) {
      const answer = await fetch(`${select.dataset.guess}?name=${encodeURIComponent(name)}`).catch(() => null);
      if (!answer?.ok) return;
      const label = (await answer.text()).trim();
      option = listed("text", label) || new Option(label, name);
    }
    if (!select.selectedOptions[0]?.defaultSelected) return; // somebody was faster
    if (!option.parentNode) select.append(option);
    option.selected = true;
  };

  // A page that was made some days ago, and is a file.
  const today = (line) => {
    const now = new Date();
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0"));
    if (day.join("-") === line.dataset.today) return;
    const link = document.createElement("a");
    link.href = `${line.dataset.days}${day[1]}-${day[2]}/`;
    const form = { weekday: "long", day: "numeric", month: "long" };
    let shown = now.toLocaleDateString(document.documentElement.lang, form);
    if (/M\d/.test(shown)) shown = day.reverse().join("."); // a browser without Kazakh months
    link.textContent = line.dataset.text.replace("…", shown);
    line.replaceChildren(link);
  };

  document.addEventListener("DOMContentLoaded", () => {
    if (likely) first();
    document.querySelectorAll("button.copy").forEach(copying);
    document.querySelectorAll("select[data-guess]").forEach(zone);
    document.querySelectorAll("[data-today]").forEach(today);
  });
})();
