/* Talking and listening, where the browser can: its own speech recognition and its own voice. Off until asked for. */

import { spoken } from "./drawing.js";

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
const voice = window.speechSynthesis;
const LANGUAGE = "en-GB";
const NOTE = "Your browser may send your voice to its maker to turn it into text.";
const MISSED = "I couldn't hear that. Please try again, or type it.";
const REFUSED = "The browser does not let me use the microphone. Please type instead.";

/** Whether this browser can do any of it. */
export const canSpeak = Boolean(Recognition || voice);

const toggle = (label, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.setAttribute("aria-pressed", "false");
  made.addEventListener("click", act);
  return made;
};

/**
 * Fills `box` with a button for each thing that the browser can do. `say` sends what was heard.
 * Returns `{show, shown, read, hush}`.
 */
export const createSpeech = ({ box, say }) => {
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  let hearing = null;
  let aloud = false;

  const hush = () => voice?.cancel();

  const mark = (button, on) => button.setAttribute("aria-pressed", String(on));

  const listen = () => {
    if (hearing) {
      hearing.abort();
      return;
    }
    hush();
    hearing = new Recognition();
    Object.assign(hearing, { lang: LANGUAGE, interimResults: false, maxAlternatives: 1 });
    note.textContent = `Listening. ${NOTE}`;
    mark(microphone, true);
    let told = "";
    hearing.onresult = ({ results }) => {
      const heard = results[0]?.[0]?.transcript.trim();
      if (heard) say(heard);
      else told = MISSED;
    };
    hearing.onnomatch = () => { told = MISSED; };
    hearing.onerror = ({ error }) => {
      if (error !== "aborted") told = error === "not-allowed" ? REFUSED : MISSED;
    };
    hearing.onend = () => {
      hearing = null;
      mark(microphone, false);
      note.textContent = told;
    };
    hearing.start();
  };

  const read = (blocks) => {
    if (!aloud || box.hidden) return;
    hush();
    for (const { speech, text } of blocks) {
      const words = spoken(speech || text).replace(/\[\d+\]/g, "");
      if (words) voice.speak(Object.assign(new SpeechSynthesisUtterance(words), { lang: LANGUAGE }));
    }
  };

  const microphone = toggle("Speak", listen);
  const reader = toggle("Read replies aloud", () => {
    aloud = !aloud;
    mark(reader, aloud);
    if (!aloud) hush();
  });
  box.replaceChildren(...[Recognition && microphone, voice && reader, note].filter(Boolean));

  return {
    read,
    hush,
    shown: () => !box.hidden,
    show: (on) => {
      box.hidden = !on;
      if (on) return box.querySelector("button").focus();
      hearing?.abort();
      hush();
    },
  };
};
