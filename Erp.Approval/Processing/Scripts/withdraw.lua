-- ARGV: epoch, request, step, approver, turn
if not lives(ARGV[1]) then return 0 end
local entry = entry_of(ARGV[4], ARGV[2])
local state, turn = unpack(redis.call('HMGET', entry, 'state', 'turn'))
-- Since then it is this approver's turn again.
if tonumber(turn or 0) > tonumber(ARGV[5]) then return 2 end
-- A decision that is on its way gets its own answer; here only what nobody decided ends. The entry stays as a mark, so
-- that an assignment that comes late cannot bring it back.
if state ~= 'decided' then
  redis.call('HSET', entry, 'state', 'closed', 'step', ARGV[3], 'turn', ARGV[5])
  redis.call('HDEL', entry, 'item')
  redis.call('EXPIRE', entry, KEEP)
  unlist(ARGV[4], ARGV[2])
end
redis.call('HDEL', entry, 'hold')
return state == 'closed' and 2 or 1
