-- ARGV: key, first redelivery in ms, the lease that ends with it (0: none), message ids…
local key, at = ARGV[1], now()
for i = 4, #ARGV do
  local json = redis.call('HGET', OUT .. key, ARGV[i])
  if json then
    local e = cjson.decode(json)
    if e.answered then
      e.attempts = e.attempts + 1
      e.due = at + ARGV[2] * math.min(40, 2 ^ (e.attempts - 1))
      redis.call('HSET', OUT .. key, e.id, cjson.encode(e))
    else
      redis.call('HDEL', OUT .. key, ARGV[i])
    end
  end
end
if redis.call('HGET', HELD, key) == ARGV[3] then redis.call('HDEL', HELD, key) end
schedule(key)
return 0
