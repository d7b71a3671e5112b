-- The system of record has the decision (or never wanted it). ARGV: request, approver, decision id, step
local entry = entry_of(ARGV[2], ARGV[1])
-- The approver has a later step of the same request by now.
if tonumber(redis.call('HGET', entry, 'step') or 0) > tonumber(ARGV[4]) then
  forget(ARGV[1], ARGV[3])
  return 0
end
local known = redis.call('HGET', entry, 'state') == 'closed'
redis.call('HSET', entry, 'state', 'closed')
redis.call('HDEL', entry, 'item', 'id', 'message')
redis.call('EXPIRE', entry, KEEP)
unlist(ARGV[2], ARGV[1])
forget(ARGV[1], ARGV[3])
return known and 0 or 1
