/* The chat component (deep-chat) as we use it: how it is loaded, and how it looks. */

/* On a busy page it renders twice within milliseconds, and the second time wipes what was added. */
export const SETTLE_MS = 30;
export const MAX_CHARACTERS = 1000;

/* Set on the element itself before it renders: without a font of ours it fetches one from a foreign host. */
const FRAME = {
  display: "block", position: "absolute", inset: "0", width: "100%", height: "100%", borderRadius: "0",
  borderTop: "0 solid", borderRight: "0 solid", borderBottom: "0 solid", borderLeft: "0 solid",
  backgroundColor: "transparent", fontFamily: "inherit", fontSize: "15px",
};

const LOOKS = {
  textInput: {
    characterLimit: MAX_CHARACTERS,
    placeholder: { text: "Type your message", style: { color: "var(--kw-soft)" } },
    styles: {
      container: {
        width: "calc(100% - 24px)", border: "1px solid var(--kw-edge)", borderRadius: "12px", boxShadow: "none",
        backgroundColor: "var(--kw-field)", color: "var(--kw-text)",
      },
      text: { color: "var(--kw-text)", padding: "10px 42px 10px 14px" },
    },
  },
};

const fetched = async (name) => {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name} answered ${response.status}.`);
  return response;
};

/** Loads the component, its styles and the words of the slots. Throws where one of them cannot be had. */
export const loadComponent = async () => {
  const texts = ["messages.css", "knee.css"].map((name) => fetched(name).then((response) => response.text()));
  const words = fetched("words.json").then((response) => response.json());
  await import(new URL("deep-chat.js", import.meta.url).href);
  await customElements.whenDefined("deep-chat");
  return { css: (await Promise.all(texts)).join("\n"), words: await words };
};

/** A new component. `respond` answers a message; `ready` is called once messages can be added. */
export const newComponent = ({ css, respond, ready }) => {
  const made = document.createElement("deep-chat");
  Object.assign(made.style, FRAME);
  Object.assign(made, LOOKS, {
    auxiliaryStyle: css,
    connect: { handler: respond },
    onComponentRender: () => setTimeout(ready, SETTLE_MS),
  });
  return made;
};

/** Scrolls to the end, or as far as the user's last message stays in view: a long reply is read from its beginning. */
export const showLatest = (component) => {
  const messages = component.shadowRoot.querySelector("#messages");
  const mine = [...messages.querySelectorAll(".user-message-text")].at(-1);
  const from = mine ? mine.getBoundingClientRect().top - messages.getBoundingClientRect().top - 8 : Infinity;
  messages.scrollTop = Math.min(messages.scrollHeight, messages.scrollTop + from);
};

/** Gives names to what the component leaves without one. */
export const nameParts = (component) => {
  const inside = component.shadowRoot;
  inside.querySelector(".input-button")?.setAttribute("aria-label", "Send");
  inside.querySelector("#text-input")?.setAttribute("aria-label", "Your message");
};
