-- ARGV: epoch, request, step, approver, item, turn
if not lives(ARGV[1]) then return 0 end
local entry = entry_of(ARGV[4], ARGV[2])
local known = redis.call('HEXISTS', entry, 'state')
local state, turn, decision = unpack(redis.call('HMGET', entry, 'state', 'turn', 'id'))
-- It had been this approver's turn before: the record is done with that.
if state and state ~= 'open' and tonumber(turn or 0) < tonumber(ARGV[6]) then
  if decision then forget(ARGV[2], decision) end
  redis.call('DEL', entry)
  known = 0
end
if known == 0 then
  redis.call('HSET', entry, 'state', 'open', 'step', ARGV[3], 'turn', ARGV[6], 'item', ARGV[5])
  -- A hold that was there before the step would let it expire.
  redis.call('PERSIST', entry)
end
-- Also when the entry was there: what leads to it may have been lost without it, and the record says once more that it
-- is open.
if redis.call('HGET', entry, 'state') == 'open' then
  redis.call('HSET', entry, 'run', run(), 'epoch', ARGV[1])
  list(ARGV[4], ARGV[2])
end
return 1 + known
