-- What every script below starts with: the outbox. Messages of one key lie in one hash; the key's place in 'due' is when its next message
-- has to go out, pushed back while a relay holds the key.
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
  if redis.call('HEXISTS', OUT .. key, id) == 1 then return end
  redis.call('HSET', OUT .. key, id, cjson.encode({
    id = id, seq = redis.call('INCR', SEQ), due = now() + delay, attempts = 0, answered = answered, message = message }))
  schedule(key)
end

local function forget(key, id)
  if redis.call('HDEL', OUT .. key, id) == 1 then schedule(key) end
end

local KEEP = 30 * 24 * 3600
