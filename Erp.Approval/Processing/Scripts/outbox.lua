-- What every script here starts with: the outbox, and where entries of inboxes lie. Messages of one key lie in one
-- hash; the key's place in 'due' is when its next message has to go out, pushed back while a relay holds the key.
local OUT, DUE, HELD, SEQ = 'inbox:outbox:of:', 'inbox:outbox:due', 'inbox:outbox:held', 'inbox:outbox:seq'

local function now()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000)
end

local function entries(key)
  local flat, list = redis.call('HVALS', OUT .. key), {}
  for i = 1, #flat do list[i] = cjson.decode(flat[i]) end
  table.sort(list, function(a, b) return a.seq < b.seq end)
  return list
end

local function schedule(key)
  local first
  for _, e in ipairs(entries(key)) do
    if not first or e.due < first then first = e.due end
  end
  local held = tonumber(redis.call('HGET', HELD, key) or 0)
  if held <= now() then
    redis.call('HDEL', HELD, key)
    held = 0
  end
  if first then redis.call('ZADD', DUE, math.max(held, first), key) else redis.call('ZREM', DUE, key) end
end

-- answered: it stays until forget() is called for it. delay: when it is first due, in ms from now.
local function send(key, id, message, answered, delay)
  if redis.call('HEXISTS', OUT .. key, id) == 0 then
    -- A counter that was lost goes on above what it was.
    if redis.call('EXISTS', SEQ) == 0 then redis.call('SET', SEQ, now()) end
    redis.call('HSET', OUT .. key, id, cjson.encode({
      id = id, seq = redis.call('INCR', SEQ), due = now() + delay, attempts = 0, answered = answered,
      message = message }))
  end
  -- Also when it was there: the key's place in 'due' may have been lost without it.
  schedule(key)
end

local function forget(key, id)
  if redis.call('HDEL', OUT .. key, id) == 1 then schedule(key) end
end

-- Requests that are open in an inbox, by their id: what an approver can decide. Only with its mark has it all that the
-- inboxes show: it may have been lost without them.
local OPEN, WHOLE, FILLING = 'inbox:open', 'whole', 'filling'

-- Whether the inbox is still in this life: after a restart or a fail-over of Redis it is not, although it says so.
local function lives(epoch)
  return redis.call('GET', 'inbox:epoch') == epoch and redis.call('GET', 'inbox:run') == run()
end

local function entry_of(approver, request) return 'inbox:entry:' .. approver .. ':' .. request end

local function list(approver, request)
  redis.call('ZADD', 'inbox:of:' .. approver, request, request)
  redis.call('ZADD', OPEN, request, request .. ':' .. approver)
end

local function unlist(approver, request)
  redis.call('ZREM', 'inbox:of:' .. approver, request)
  redis.call('ZREM', OPEN, request .. ':' .. approver)
end

-- When a hold on the step keeps decisions out for a change that is under way, and when nothing can come of that change
-- any more: two times, or nothing when there is no hold. It lies in the entry: lost with it, it lets no decision in.
local function held(entry)
  local until_, over = string.match(redis.call('HGET', entry, 'hold') or '', '^(%d+):(%d+)$')
  return tonumber(until_), tonumber(over)
end

local KEEP = 30 * 24 * 3600
