-- Keeps decisions out for a while, so that a step can be withdrawn. ARGV: request, approver, how long in ms, turn
local entry = entry_of(ARGV[2], ARGV[1])
local state, status, turn, running = unpack(redis.call('HMGET', entry, 'state', 'status', 'turn', 'run'))
-- What it knows of an earlier turn of theirs says nothing about this one.
local present = tonumber(turn or 0) >= tonumber(ARGV[4])
if status and present then return { 'decided' } end
-- It stays until the withdrawal is here or the record says that the step is still pending: it may be withdrawn.
local until_ = now() + tonumber(ARGV[3])
redis.call('HSET', entry, 'hold', string.format('%.0f:%.0f', until_, until_ + tonumber(ARGV[3])))
if not state then redis.call('EXPIRE', entry, KEEP) end
-- Of a life that nobody has begun yet it says nothing; what is not shown in this life may have been in another.
local begun = redis.call('GET', 'inbox:run') == run()
local shown = present and running == run()
return { 'held', begun and redis.call('GET', 'inbox:epoch') or '', shown and 1 or 0 }
