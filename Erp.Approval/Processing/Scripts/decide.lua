-- ARGV: request, approver, status, decision (JSON), message id, message, ms until a relay may publish it
local entry = entry_of(ARGV[2], ARGV[1])
local known = redis.call('HMGET', entry, 'state', 'status', 'decision', 'run')
if known[2] then return { known[2] == ARGV[3] and 'same' or 'contrary', known[3] } end
if known[1] ~= 'open' then return { 'absent' } end
-- From before a restart or a fail-over: it may have been decided in what was lost. Or a withdrawal is over of which
-- nothing came. The record will say, of what is listed.
local until_ = held(entry)
if known[4] ~= run() or until_ and now() >= until_ then
  redis.call('ZADD', OPEN, ARGV[1], ARGV[1] .. ':' .. ARGV[2])
  return { 'unsure' }
end
if until_ then return { 'held' } end
-- The message stays here as well until it is applied: an outbox that was lost is made again from it.
redis.call('HSET', entry, 'state', 'decided', 'status', ARGV[3], 'decision', ARGV[4], 'id', ARGV[5],
  'message', ARGV[6])
redis.call('HDEL', entry, 'item')
unlist(ARGV[2], ARGV[1])
send(ARGV[1], ARGV[5], ARGV[6], true, tonumber(ARGV[7]))
return { 'decided', ARGV[4] }
