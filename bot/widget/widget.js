/*
 * The Kneewise loader. One tag puts a chat in the corner of a page:
 *   <script async src="/site/widget.js" data-endpoint="/site/webhook" data-title="Kneewise"></script>
 * The page pays for this file and widget.css only; the chat itself loads when it is first opened.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const base = new URL(".", script.src);
  const endpoint = new URL(script.dataset.endpoint || "webhook", base).href;
  const store = `kneewise:${endpoint}`;
  const small = matchMedia("(max-width: 479.98px)");

  const host = document.createElement("div");
  host.className = "kneewise-widget";
  host.style.display = "none";
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `
    <link rel="stylesheet">
    <button id="launcher" type="button" aria-expanded="false" aria-controls="panel" aria-haspopup="dialog">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path fill="none" stroke="currentColor"
        stroke-width="2" stroke-linejoin="round" d="M4 5h16v11h-8l-5 4v-4H4z"/></svg>
      <span>Knee trouble? Ask</span>
    </button>
    <section id="panel" role="dialog" aria-labelledby="title" hidden>
      <div id="head">
        <h2 id="title"></h2>
        <button id="new" type="button">New conversation</button>
        <button id="close" type="button" aria-label="Close chat"><svg viewBox="0 0 24 24" width="20" height="20"
          aria-hidden="true"><path stroke="currentColor" stroke-width="2.5" d="M5 5l14 14M19 5L5 19"/></svg></button>
      </div>
      <p id="status" role="status"></p>
      <div id="chat"></div>
      <div id="mirror" role="log" aria-live="polite" aria-label="Replies"></div>
    </section>`;
  const [launcher, panel, title, anew, closer, status, box, mirror] =
    ["launcher", "panel", "title", "new", "close", "status", "chat", "mirror"].map((id) => root.getElementById(id));
  title.textContent = script.dataset.title || "Kneewise";
  const styles = root.querySelector("link");
  styles.addEventListener("load", () => host.style.removeProperty("display"));
  styles.href = new URL("widget.css", base).href;

  /* Whether the next page of this tab shows the chat open. */
  const openKey = `${store}:open`;
  const wasOpen = () => {
    try {
      return sessionStorage.getItem(openKey) === "yes";
    } catch {
      return false;
    }
  };
  const noteOpen = (isOpen) => {
    try {
      sessionStorage.setItem(openKey, isOpen ? "yes" : "no");
    } catch { /* storage is switched off: the next page shows the chat closed */ }
  };

  /* Where the panel covers the page, keyboard and screen reader must not wander below it. */
  const covered = new Set();
  const cover = () => {
    const full = !panel.hidden && small.matches;
    if (full) {
      panel.setAttribute("aria-modal", "true");
      for (const element of document.body.children) {
        if (element !== host && !element.inert) covered.add(element);
      }
    } else {
      panel.removeAttribute("aria-modal");
    }
    for (const element of covered) element.inert = full;
    if (!full) covered.clear();
  };

  let chat = null;
  let loading = false;

  const load = async (focus) => {
    loading = true;
    status.textContent = "Opening the chat…";
    try {
      const { createChat } = await import(new URL("chat.js", base).href);
      chat = await createChat({ box, mirror, endpoint, store, focus: focus && !panel.hidden });
      status.textContent = "";
    } catch (error) {
      console.error("Kneewise: the chat could not be loaded.", error);
      status.textContent = "The chat could not be loaded. Please reload the page and try again.";
    }
    loading = false;
  };

  const open = (focus) => {
    panel.hidden = false;
    launcher.setAttribute("aria-expanded", "true");
    noteOpen(true);
    cover();
    if (focus) closer.focus();
    if (chat && focus) chat.focus();
    if (!chat && !loading) load(focus);
  };

  const close = () => {
    panel.hidden = true;
    launcher.setAttribute("aria-expanded", "false");
    noteOpen(false);
    cover();
    launcher.focus();
  };

  launcher.addEventListener("click", () => open(true));
  closer.addEventListener("click", close);
  anew.addEventListener("click", () => chat?.startAnew());
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  small.addEventListener("change", cover);

  const place = () => {
    document.body.append(host);
    if (wasOpen() && !small.matches) open(false);
  };
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
})();
