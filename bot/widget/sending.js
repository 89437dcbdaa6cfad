/*
 * What goes over the wire. The server gives a conversation its id at the first message, and signs it. An id that it does
 * not know (any more) is replaced, and what it cannot take yet is sent again later: neither loses the message.
 */

import { readReply } from "./conversation.js";

const TIMEOUT_MS = 45_000;
const RENEW_MS = 24 * 3600 * 1000;
const MOST_WAITS = 3;
const USUAL_WAIT_S = 5, LONGEST_WAIT_S = 120;
const STRANGE = new Set(["unknown_sender", "old_sender"]);

class Refusal extends Error {
  constructor(response, code) {
    super(`The server answered ${response.status} ${code ?? ""}`);
    this.isStrange = response.status === 403 && STRANGE.has(code);
    const seconds = Number(response.headers.get("Retry-After")) || USUAL_WAIT_S;
    this.wait = response.status === 429 && seconds <= LONGEST_WAIT_S ? seconds : 0;
  }
}

const post = async (address, body) => {
  const cancel = new AbortController();
  const timer = setTimeout(() => cancel.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: cancel.signal,
    });
    if (response.ok) return await response.json();
    throw new Refusal(response, await response.json().then(({ error }) => error, () => null));
  } finally {
    clearTimeout(timer);
  }
};

/* Ids being asked for, by conversation: two messages at once must not end up under two ids. */
const asked = new WeakMap();

const newId = async (endpoint, talk, keep) => {
  const { sender } = await post(new URL("session", endpoint), { sender: talk.sender });
  if (typeof sender !== "string") throw new Error("The server gave no id.");
  Object.assign(talk, { sender, issued: Date.now() });
  keep(talk);
};

/* Makes sure that a conversation has an id. One that is getting old is renewed in time and stays the same conversation. */
const identify = (endpoint, talk, keep) => {
  const age = Date.now() - talk.issued;
  if (talk.sender && age >= 0 && age < RENEW_MS) return null;
  if (!asked.has(talk)) asked.set(talk, newId(endpoint, talk, keep).finally(() => asked.delete(talk)));
  return asked.get(talk);
};

/**
 * Sends one message of a conversation, `{said, id}`, and returns the reply's blocks.
 * `keep(talk)` is called when the conversation got another id; `pause(seconds)` when the server asks for a pause, and
 * resolves once it is over. Throws on a network failure, an error status or an empty reply.
 */
export const ask = async ({ endpoint, talk, turn, keep, pause }) => {
  let replaced = false;
  for (let waits = 0; ;) {
    let sender = null;
    try {
      await identify(endpoint, talk, keep);
      ({ sender } = talk);
      return readReply(await post(endpoint, { sender, message: turn.said, id: turn.id }));
    } catch (error) {
      if (error.isStrange && !replaced) {
        replaced = true;
        if (talk.sender === sender) talk.sender = null;
      } else if (error.wait && waits < MOST_WAITS) {
        waits += 1;
        await pause(error.wait);
      } else {
        throw error;
      }
    }
  }
};
