-- Whether an employee lost notifications: told once. Keys: items, counter, state, times
local have = redis.call('ZCARD', KEYS[1])
if not has_lost(redis.call('HGET', KEYS[3], 'count'), have) then return 0 end
redis.call('HSET', KEYS[3], 'count', have)
return 1
