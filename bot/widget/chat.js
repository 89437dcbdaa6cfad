/* The chat inside the panel, loaded when the panel is first opened: the chat component, fed and drawn by us. */

import { ask, fresh, load, save } from "./conversation.js";
import { drawBlocks, drawGreeting, drawTalk, failure, spoken } from "./drawing.js";
import { letGo } from "./files.js";

const MAX_CHARACTERS = 1000;
/* On a busy page the component renders twice within milliseconds, and the second time wipes what was added. */
const SETTLE_MS = 30;

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

/* On touch screens focus would bring up the keyboard over half of the conversation. */
const focusInput = (chat) => {
  if (!matchMedia("(pointer: coarse)").matches) chat.focusInput();
};

const loadComponent = async () => {
  const styles = fetch(new URL("messages.css", import.meta.url)).then((response) => {
    if (!response.ok) throw new Error(`messages.css answered ${response.status}.`);
    return response.text();
  });
  await import(new URL("deep-chat.js", import.meta.url).href);
  await customElements.whenDefined("deep-chat");
  return styles;
};

/**
 * A chat in `box`, with its replies read out through the live region `mirror`.
 * Returns `{focus, startAnew}`. Throws where a part of it cannot be loaded.
 */
export const createChat = async ({ box, mirror, endpoint, store, focus }) => {
  const css = await loadComponent();
  let talk = load(store);
  let chat = null;

  const remember = (turn) => {
    talk.turns.push(turn);
    save(store, talk);
  };

  const announce = (blocks) => {
    mirror.replaceChildren(...blocks.filter((block) => block.text).map((block) => {
      const line = document.createElement("p");
      line.textContent = spoken(block.text);
      return line;
    }));
  };

  /* Puts a new component in place, drawn from the conversation; a reply still due to an old one is dropped. */
  const mount = ({ thenSay = null, takeFocus = true } = {}) => {
    const current = document.createElement("deep-chat");

    const respond = async ({ messages }, signals) => {
      const said = messages[messages.length - 1].text;
      remember({ said });
      const blocks = await ask(endpoint, talk.sender, said).catch((error) => {
        console.warn("Kneewise: a message got no reply.", error);
        return null;
      });
      if (chat !== current) return;
      if (blocks) {
        remember({ blocks });
        announce(blocks);
        signals.onResponse(drawBlocks(blocks, true));
      } else {
        signals.onResponse([failure()]);
        setTimeout(() => current.scrollToBottom(), SETTLE_MS);
      }
    };

    const onTap = (event) => {
      const { target } = event;
      const link = target.closest("a[href]");
      if (link && link.protocol !== "https:" && !link.matches(".kw-file")) event.preventDefault();
      const reply = target.closest(".kw-reply");
      if (reply) {
        current.submitUserMessage({ text: reply.dataset.say });
        focusInput(current);
      } else if (target.closest(".kw-retry")) {
        mount({ thenSay: talk.turns.pop().said });
      }
    };

    const ready = () => {
      letGo();
      for (const message of drawTalk(talk)) current.addMessage(message);
      current.shadowRoot.addEventListener("click", onTap);
      current.shadowRoot.querySelector(".input-button")?.setAttribute("aria-label", "Send");
      current.scrollToBottom();
      current.dataset.ready = "yes";
      if (takeFocus) focusInput(current);
      if (thenSay) current.submitUserMessage({ text: thenSay });
    };

    Object.assign(current.style, FRAME);
    Object.assign(current, LOOKS, {
      auxiliaryStyle: css,
      connect: { handler: respond },
      onComponentRender: () => setTimeout(ready, SETTLE_MS),
    });
    chat = current;
    box.replaceChildren(current);
  };

  const startAnew = async () => {
    const begun = fresh();
    talk = begun;
    save(store, talk);
    mirror.replaceChildren();
    mount();
    const blocks = await ask(endpoint, begun.sender, "start over").catch(() => null);
    // Who has typed already wants an answer to that, and no greeting.
    if (!blocks || talk !== begun || begun.turns.length) return;
    remember({ blocks });
    announce(blocks);
    if (!chat.dataset.ready) return;
    for (const message of drawGreeting(blocks)) chat.addMessage(message);
  };

  mount({ takeFocus: focus });
  return { focus: () => focusInput(chat), startAnew };
};
