-- Whether there were more of an employee's notifications than there are: told once. Keys: items, counter, state
local count, have = redis.call('HGET', KEYS[3], 'count'), redis.call('ZCARD', KEYS[1])
if not count and redis.call('EXISTS', KEYS[2]) == 0 or tonumber(count or -1) == have then return 0 end
redis.call('HSET', KEYS[3], 'count', have)
return 1
