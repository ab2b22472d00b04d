// The page put together: people, their chats with the bot, and the newsroom.

import { api } from "./api.js";
import { prepareClock } from "./clock.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId, setBadge } from "./dom.js";
import { Newsroom } from "./newsroom.js";
import { copy, prepareDialogs, toast } from "./notices.js";
import { People } from "./people.js";
import { drawSteps, rememberPublished } from "./steps.js";
import { prepareStoryForm } from "./story_form.js";

const STATES = {
  ready: { chat: "bot", newsroom: "The bot is ready" },
  starting: { chat: "starting…", newsroom: "The bot is starting…" },
  lost: { chat: "connection lost, trying again…", newsroom: "The playground does not answer" },
};

const conversation = new Conversation(
  { command: send, start: (payload) => send(`/start ${payload}`), copy, fill: (text) => composer.fill(text) },
  chatChanged,
);
const composer = new Composer(send);
const people = new People(switchTo);
const newsroom = new Newsroom(showState, () => {
  rememberPublished();
  chatChanged();
});
const views = document.querySelectorAll("[data-show]");
let state = null;
let unseen = 0;
let lastSeen = 0;

async function send(text) {
  try {
    await api.write(people.current, text);
    await conversation.catchUp();
    return true;
  } catch (error) {
    toast(error.message, "bad");
    return false;
  }
}

async function switchTo(person) {
  lastSeen = 0;
  show("chat");
  composer.use(person);
  await conversation.open(person);
}

function chatChanged() {
  const messages = conversation.all();
  const last = Math.max(0, ...messages.map(({ message_id: id }) => id));
  if (lastSeen && last > lastSeen && (document.hidden || !chatInView())) unseen += 1;
  lastSeen = last;
  people.saw(last);
  drawUnseen();
  drawSteps(messages, step);
}

function step(name, label) {
  if (name === "publish") newsroom.publishNext();
  else send(label);
}

function showState(now) {
  if (now === state) return;
  const came = now === "ready" && state !== null;
  state = now;
  document.body.dataset.state = now;
  byId("status").textContent = STATES[now].chat;
  byId("state").querySelector(".words").textContent = STATES[now].newsroom;
  if (now === "ready") composer.use(people.current);
  if (came) conversation.catchUp();
}

/** Show one of the three views where there is no room for all. */
function show(view) {
  document.body.dataset.view = view;
  for (const tab of views) {
    if (tab.dataset.show === view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (view === "chat") {
    unseen = 0;
    drawUnseen();
    if (conversation.atEnd) conversation.toEnd();
  }
}

const chatInView = () => byId("log").offsetParent !== null;

function drawUnseen() {
  if (!document.hidden && chatInView()) unseen = 0;
  setBadge(document.querySelector('[data-show="chat"] .badge'), unseen);
  document.title = unseen ? `(${unseen}) Storywire playground` : "Storywire playground";
}

prepareDialogs();
prepareClock();
prepareStoryForm(() => newsroom.published());
for (const tab of views) tab.addEventListener("click", () => show(tab.dataset.show));
document.addEventListener("visibilitychange", drawUnseen);
people.start();
newsroom.watch();
if (matchMedia("(hover: hover)").matches) composer.focus();
