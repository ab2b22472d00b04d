// The playground's JSON API, as the contract has it.

/** What the playground refused, in its own words. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function request(path, body) {
  const options = body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  let response;
  try {
    response = await fetch(`/playground/${path}`, { cache: "no-store", ...options });
  } catch {
    throw new Refused("The playground does not answer. Is it still running?", 0);
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error ?? `HTTP ${response.status}`, response.status);
  return answer;
}

const sender = (person) => ({
  id: person.id,
  first_name: person.name,
  language_code: person.language,
});

export const api = {
  messages: async (chat, after = 0) =>
    (await request(`chats/${chat}/messages?after=${after}`)).messages,
  write: (person, text) => request(`chats/${person.id}/messages`, { text, from: sender(person) }),
  tap: (person, messageId, data) =>
    request(`chats/${person.id}/callbacks`, { message_id: messageId, data, from: sender(person) }),
  commands: async (person) => {
    const language = encodeURIComponent(person.language);
    return (await request(`chats/${person.id}/commands?language=${language}`)).commands;
  },
  chats: async () => (await request("chats")).chats,
  events: (chat) => new EventSource(`/playground/chats/${chat}/events`),
  file: (id) => `/playground/files/${encodeURIComponent(id)}`,
  feeds: async () => (await request("feeds")).feeds,
  stories: async () => (await request("stories")).stories,
  publish: (story) => request("stories", story),
  publishNext: () => request("stories/next", {}),
  clock: async () => new Date((await request("clock")).now),
  setClock: async (now) =>
    new Date((await request("clock", { now: now === null ? null : stamp(now) })).now),
};

/** Return an instant as the contract writes it. */
const stamp = (instant) => instant.toISOString().replace(/\.\d+Z$/, "Z");
