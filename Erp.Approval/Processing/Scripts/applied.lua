-- The system of record has the decision (or never wanted it). ARGV: request, approver, decision id
local entry = entry_of(ARGV[2], ARGV[1])
local known = redis.call('HGET', entry, 'state') == 'closed'
redis.call('HSET', entry, 'state', 'closed')
redis.call('HDEL', entry, 'item', 'id', 'message')
redis.call('EXPIRE', entry, KEEP)
unlist(ARGV[2], ARGV[1])
forget(ARGV[1], ARGV[3])
return known and 0 or 1
