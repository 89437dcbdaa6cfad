/* The chat inside the panel, loaded when the panel is first opened: the chat component, fed and drawn by us. */

import { alarmOf, drawAlarm } from "./alarm.js";
import { SETTLE_MS, loadComponent, nameParts, newComponent, showLatest } from "./component.js";
import { fresh, knownOf, load, newMessageId, save, wipe } from "./conversation.js";
import { drawBlocks, drawGreeting, drawTalk, failure, spoken } from "./drawing.js";
import { letGo } from "./files.js";
import { createKnown } from "./known.js";
import { createMenu } from "./menu.js";
import { ask } from "./sending.js";
import { canSpeak, createSpeech } from "./speech.js";

const DELETE = "Delete my data";

/* On touch screens focus would bring up the keyboard over half of the conversation. */
const focusInput = (chat) => {
  if (!matchMedia("(pointer: coarse)").matches) chat.focusInput();
};

const addStyles = (root, name) => new Promise((done, fail) => {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", onload: done, onerror: fail });
  link.href = new URL(name, import.meta.url).href;
  root.append(link);
});

/**
 * A chat in `parts`, the places of the panel by name: chat, mirror, menu, alarm, known, speech, status, typing.
 * Returns `{focus, hush}`. Throws where something that it needs cannot be loaded.
 */
export const createChat = async ({ parts, endpoint, store, focus }) => {
  const [{ css, words }] = await Promise.all([loadComponent(), addStyles(parts.chat.getRootNode(), "parts.css")]);
  let talk = load(store);
  let chat = null;

  const say = (text) => chat.submitUserMessage({ text });
  const known = createKnown({ box: parts.known, slots: words.slots, say });
  const speech = createSpeech({ box: parts.speech, say });

  const refresh = () => {
    known.draw(knownOf(talk.turns));
    drawAlarm(parts.alarm, alarmOf(talk.turns), words.emergency_number);
  };

  const remember = (turn) => {
    talk.turns.push(turn);
    save(store, talk);
    refresh();
  };

  const announce = (blocks) => {
    parts.mirror.replaceChildren(...blocks.filter((block) => block.text).map((block) => {
      const line = document.createElement("p");
      line.textContent = spoken(block.text);
      return line;
    }));
    speech.read(blocks);
  };

  const wait = (waiting) => {
    parts.typing.textContent = waiting ? "Kneewise is typing" : "";
    parts.known.inert = waiting;
    if (waiting) speech.hush();
  };

  /* Sends a message of a conversation; an id that comes late is not kept once another conversation was begun. */
  const send = (of, turn, pause) =>
    ask({ endpoint, talk: of, turn, pause, keep: () => { if (of === talk) save(store, of); } });

  /* Says that a message goes out later, and waits until then. Throws where the chat that it belongs to has gone. */
  const pauseIn = (component) => async (seconds) => {
    const later = seconds === 1 ? "a second" : `${seconds} seconds`;
    parts.status.textContent = `That was a lot at once. Your message is kept and goes out by itself in ${later}.`;
    showLatest(component);
    await new Promise((over) => setTimeout(over, seconds * 1000));
    if (chat !== component) throw new Error("Another conversation was begun.");
    parts.status.textContent = "";
  };

  /* Forgets everything here, as the assistant just has there, and says so in a chat that is new. */
  const forget = (blocks) => {
    wipe(store);
    talk = fresh();
    refresh();
    mount({ notice: blocks });
    announce(blocks);
  };

  let again = null; // the turn that is sent once more
  const retry = () => {
    again = talk.turns.pop();
    mount({ thenSay: again.said });
  };

  /* Puts a new component in place, drawn from the conversation; a reply still due to an old one is dropped. */
  const mount = ({ thenSay = null, notice = null, takeFocus = true } = {}) => {
    const respond = async ({ messages }, signals) => {
      const said = messages[messages.length - 1].text;
      const turn = { said, id: (again?.said === said && again.id) || newMessageId() };
      again = null;
      remember(turn);
      wait(true);
      const blocks = await send(talk, turn, pauseIn(current)).catch((error) => {
        console.warn("Kneewise: a message got no reply.", error);
        return null;
      });
      if (chat !== current) return;
      wait(false);
      if (!blocks) {
        signals.onResponse([failure()]);
      } else if (blocks.some(({ forgot }) => forgot === "everything")) {
        forget(blocks);
      } else {
        remember({ blocks });
        announce(blocks);
        signals.onResponse(drawBlocks(blocks, words.slots));
      }
      // Afterwards, as the parts above the chat may have grown.
      setTimeout(() => showLatest(current), SETTLE_MS);
    };

    const onTap = (event) => {
      const { target } = event;
      const link = target.closest("a[href]");
      if (link && link.protocol !== "https:" && !link.matches(".kw-file")) event.preventDefault();
      const reply = target.closest(".kw-reply");
      if (reply) {
        say(reply.dataset.say);
        focusInput(current);
      } else if (target.closest(".kw-retry")) {
        retry();
      }
    };

    const ready = () => {
      letGo();
      const notices = notice ? drawBlocks(notice) : [];
      for (const message of [...drawTalk(talk, words.slots), ...notices]) current.addMessage(message);
      current.shadowRoot.addEventListener("click", onTap);
      nameParts(current);
      showLatest(current);
      current.dataset.ready = "yes";
      if (takeFocus) focusInput(current);
      if (thenSay) say(thenSay);
    };

    const current = newComponent({ css, respond, ready });
    chat = current;
    parts.status.textContent = "";
    wait(false);
    parts.chat.replaceChildren(current);
  };

  const startAnew = async () => {
    const begun = fresh();
    talk = begun;
    save(store, talk);
    refresh();
    parts.mirror.replaceChildren();
    mount();
    const blocks = await send(begun, { said: "start over", id: newMessageId() }, pauseIn(chat)).catch(() => null);
    // Who has typed already wants an answer to that, and no greeting.
    if (!blocks || talk !== begun || begun.turns.length) return;
    remember({ blocks });
    announce(blocks);
    if (!chat.dataset.ready) return;
    for (const message of drawGreeting(blocks, words.slots)) chat.addMessage(message);
  };

  const showSpeech = () => {
    speech.show(!speech.shown());
    showLatest(chat);
  };

  createMenu(parts.menu, [
    { label: "What I know so far", act: known.open, there: known.any },
    { label: "New conversation", act: startAnew },
    { label: "Speak and listen", act: showSpeech, pressed: speech.shown, there: () => canSpeak },
    { label: DELETE, act: () => say(DELETE) },
  ]);
  // What could not be sent for want of a network goes out when there is one again.
  window.addEventListener("online", () => {
    if (talk.turns.at(-1)?.said && !parts.typing.textContent) retry();
  });
  refresh();
  mount({ takeFocus: focus });
  return { focus: () => focusInput(chat), hush: speech.hush };
};
