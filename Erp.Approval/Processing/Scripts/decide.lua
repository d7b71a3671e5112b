-- ARGV: request, approver, status, decision (JSON), message id, message, ms until a relay may publish it
local entry = 'inbox:entry:' .. ARGV[2] .. ':' .. ARGV[1]
local known = redis.call('HMGET', entry, 'state', 'status', 'decision')
if known[2] then return { known[2] == ARGV[3] and 'same' or 'contrary', known[3] } end
if known[1] ~= 'open' then return { 'absent' } end
if redis.call('EXISTS', 'inbox:hold:' .. ARGV[2] .. ':' .. ARGV[1]) == 1 then return { 'held' } end
redis.call('HSET', entry, 'state', 'decided', 'status', ARGV[3], 'decision', ARGV[4])
redis.call('HDEL', entry, 'item')
redis.call('ZREM', 'inbox:of:' .. ARGV[2], ARGV[1])
send(ARGV[1], ARGV[5], ARGV[6], true, tonumber(ARGV[7]))
return { 'decided', ARGV[4] }
