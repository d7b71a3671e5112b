-- ARGV: most messages, lease in ms. Answers when the lease ends, which is its name too, and the messages
local found, at, max = {}, now(), tonumber(ARGV[1])
for _, key in ipairs(redis.call('ZRANGEBYSCORE', DUE, '-inf', at, 'LIMIT', 0, max)) do
  if #found >= max then break end
  redis.call('HSET', HELD, key, at + ARGV[2])
  for _, e in ipairs(entries(key)) do
    if e.due <= at and #found < max then found[#found + 1] = e.message end
  end
  schedule(key)
end
return { at + ARGV[2], found }
