// Keeps the badge and the lists fresh: over the notifications' socket, or by asking now and then where there is none.
const longestWait = 30_000;
const pollEvery = 15_000;

let socket;
let failures = 0;
let last;
let poll;
let wanted = false;
let refreshing = false;

function start() {
  const badge = document.getElementById('unread');
  if (!badge) return stop();
  last ??= badge.dataset.after;
  if (!socket) connect();
  // What was not there when the page was made is fetched as soon as it is.
  if (lacksSomething(document)) refresh();
}

function stop() {
  socket?.close();
  clearInterval(poll);
  poll = undefined;
}

function connect() {
  const address = new URL(`live${last ? `?after=${encodeURIComponent(last)}` : ''}`, document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  socket = new WebSocket(address);
  socket.onopen = () => {
    // Whatever was missed in between comes over the socket, but lists may have changed without a word to us.
    if (failures > 0) refresh();
    failures = 0;
    clearInterval(poll);
    poll = undefined;
  };
  socket.onmessage = event => {
    last = JSON.parse(event.data).id;
    refresh();
  };
  socket.onclose = event => {
    socket = undefined;
    // The session has ended, or its person has left: the next page says so.
    if (event.code === 1008) return refresh();
    failures += event.code === 1012 ? 0 : 1;
    setTimeout(start, waitAfter(failures));
    if (failures > 1) poll ??= setInterval(refresh, pollEvery);
  };
}

function waitAfter(failures) {
  return Math.min(longestWait, 500 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random());
}

// What happens while the page is being fetched may not be in it yet, and a replica that dies answers nothing: then the
// page is fetched once more.
async function refresh() {
  wanted = true;
  if (refreshing) return;
  refreshing = true;
  try {
    for (let failed = 0; wanted;) {
      await new Promise(resolve => setTimeout(resolve, failed > 0 ? waitAfter(failed) : 150));
      wanted = false;
      failed = await load() ? 0 : failed + 1;
      wanted ||= failed > 0;
    }
  } finally {
    refreshing = false;
  }
}

// Puts what the server says now into the parts of the page that are marked, and leaves alone what somebody is using.
// Whether the server said all of it.
async function load() {
  const here = location.href;
  const answer = await fetch(here, { headers: { Accept: 'text/html' } }).catch(() => undefined);
  if (!answer || answer.status >= 500) return false;
  if (!answer.ok || answer.redirected) return true;
  const text = await answer.text().catch(() => undefined);
  if (text === undefined || location.href !== here) return false;
  const fresh = new DOMParser().parseFromString(text, 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    // The last known number is better than none.
    if (!next || next.dataset.away !== undefined || isUsed(part)) continue;
    delete part.dataset.away;
    if (part.innerHTML !== next.innerHTML) part.innerHTML = next.innerHTML;
  }
  last ??= fresh.getElementById('unread')?.dataset.after;
  return !lacksSomething(fresh);
}

function lacksSomething(page) {
  return page.querySelector('.away, [data-away]') !== null;
}

function isUsed(part) {
  if (part.contains(document.activeElement) && document.activeElement.matches('input, textarea, select')) return true;
  return [...part.querySelectorAll('input:not([type=hidden]), textarea, select')].some(field =>
    field.type === 'checkbox' || field.type === 'radio'
      ? field.checked !== field.defaultChecked
      : field.tagName !== 'SELECT' && field.value !== field.defaultValue);
}

start();
globalThis.Blazor?.addEventListener('enhancedload', start);
