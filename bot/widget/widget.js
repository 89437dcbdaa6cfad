/*
 * The Kneewise loader. One tag puts a chat in the corner of a page:
 *   <script async src="/site/widget.js" data-shop="Fleet &amp; Sole" data-color="#0b5d57"></script>
 * The page pays for this file and widget.css only; the chat itself loads when it is first opened.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const { endpoint: address, title: name, shop: shopName, launcher: invitation, color, theme } = script.dataset;
  const base = new URL(".", script.src);
  const endpoint = new URL(address || "webhook", base).href;
  const store = `kneewise:${endpoint}`;
  const small = matchMedia("(max-width: 479.98px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const host = document.createElement("div");
  host.className = "kneewise-widget";
  host.style.display = "none";
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `
    <link rel="stylesheet">
    <button id="launcher" type="button" aria-expanded="false" aria-controls="panel" aria-haspopup="dialog">
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path fill="none" stroke="currentColor"
        stroke-width="2" stroke-linejoin="round" d="M4 5h16v11h-8l-5 4v-4H4z"/></svg>
      <span id="invitation"></span>
    </button>
    <section id="panel" role="dialog" aria-labelledby="title" hidden>
      <div id="head">
        <h2 id="title"></h2>
        <div id="menu"></div>
        <button id="close" type="button" aria-label="Close chat"><svg viewBox="0 0 24 24" width="20" height="20"
          aria-hidden="true"><path stroke="currentColor" stroke-width="2.5" d="M5 5l14 14M19 5L5 19"/></svg></button>
      </div>
      <div id="alarm" role="alert" hidden></div>
      <div id="known" hidden></div>
      <p id="status" role="status"></p>
      <div id="chat"></div>
      <div id="speech" role="group" aria-label="Speak and listen" hidden></div>
      <div id="mirror" class="unseen" role="log" aria-live="polite" aria-label="Replies"></div>
      <p id="typing" class="unseen" role="status"></p>
    </section>`;
  const parts = Object.fromEntries([...root.querySelectorAll("[id]")].map((part) => [part.id, part]));
  const { launcher, panel, title, close: closer, status } = parts;
  parts.invitation.textContent = invitation || "Knee trouble? Ask";
  title.textContent = name || "Kneewise";
  if (shopName) {
    const line = document.createElement("small");
    line.textContent = shopName;
    title.append(" ", line);
  }
  const styles = root.querySelector("link");
  styles.addEventListener("load", () => host.style.removeProperty("display"));
  styles.href = new URL("widget.css", base).href;

  const paintTheme = () => {
    host.dataset.theme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
  };
  paintTheme();
  dark.addEventListener("change", paintTheme);

  /* Contrast as WCAG 2 defines it; channels are 0 to 255. */
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  /* The nearest shade towards `end` that can be read on `ground`. */
  const readable = (rgb, ground, end) => {
    for (let step = 0; step < 20; step += 1) {
      const shade = rgb.map((value) => Math.round(value + ((end - value) * step) / 20));
      if (contrast(shade, ground) >= 5) return shade;
    }
    return [end, end, end];
  };
  const WHITE = [255, 255, 255];
  const paintBrand = (hex) => {
    const digits = hex.length === 4 ? hex.replace(/[\da-f]/gi, "$&$&") : hex;
    const brand = [1, 3, 5].map((at) => parseInt(digits.slice(at, at + 2), 16));
    const colours = {
      "--kw-shop": brand,
      "--kw-on-shop": contrast(brand, WHITE) >= 4.5 ? WHITE : [0, 0, 0],
      "--kw-shop-on-light": readable(brand, [236, 238, 233], 0),
      "--kw-shop-on-dark": readable(brand, [37, 46, 44], 255),
    };
    for (const [key, rgb] of Object.entries(colours)) host.style.setProperty(key, `rgb(${rgb.join(" ")})`);
  };
  if (/^#([\da-f]{3}|[\da-f]{6})$/i.test(color || "")) paintBrand(color);

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
      chat = await createChat({ parts, endpoint, store, focus: focus && !panel.hidden });
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
    chat?.hush();
    launcher.focus();
  };

  launcher.addEventListener("click", () => open(true));
  closer.addEventListener("click", close);
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
