// Keeps the badge and the lists fresh: over the notifications' socket, or by asking now and then where there is none.
const longestWait = 30_000;
const pollEvery = 15_000;

let socket;
let failures = 0;
let last;
let poll;
let refreshing;

function start() {
  const badge = document.getElementById('unread');
  if (!badge) return stop();
  last ??= badge.dataset.after;
  if (!socket) connect();
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
    const wait = Math.min(longestWait, 500 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random());
    setTimeout(start, wait);
    if (failures > 1) poll ??= setInterval(refresh, pollEvery);
  };
}

// Puts what the server says now into the parts of the page that are marked, and leaves alone what somebody is using.
function refresh() {
  refreshing ??= new Promise(resolve => setTimeout(resolve, 150)).then(load).finally(() => refreshing = undefined);
}

async function load() {
  const here = location.href;
  const answer = await fetch(here, { headers: { Accept: 'text/html' } }).catch(() => undefined);
  if (!answer?.ok || answer.redirected || location.href !== here) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (next && !isUsed(part) && part.innerHTML !== next.innerHTML) part.innerHTML = next.innerHTML;
  }
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
