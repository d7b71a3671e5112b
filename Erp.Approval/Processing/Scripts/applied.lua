-- The system of record has the decision (or never wanted it). ARGV: request, step, decision id
local approver = redis.call('HGET', 'inbox:steps:' .. ARGV[1], ARGV[2])
if approver then
  local entry = 'inbox:entry:' .. approver .. ':' .. ARGV[1]
  redis.call('HSET', entry, 'state', 'closed')
  redis.call('HDEL', entry, 'item')
  redis.call('EXPIRE', entry, KEEP)
  redis.call('ZREM', 'inbox:of:' .. approver, ARGV[1])
  redis.call('HDEL', 'inbox:steps:' .. ARGV[1], ARGV[2])
end
forget(ARGV[1], ARGV[3])
return 0
