-- Keeps decisions out for a while, so that a request can be cancelled. ARGV: request, approver, how long in ms
if redis.call('HEXISTS', entry_of(ARGV[2], ARGV[1]), 'status') == 1 then return { 'decided' } end
redis.call('SET', 'inbox:hold:' .. ARGV[2] .. ':' .. ARGV[1], 1, 'PX', ARGV[3])
-- What is not here, or not of this life, says nothing about what was decided before.
local sure = redis.call('HGET', entry_of(ARGV[2], ARGV[1]), 'run') == run()
return { 'held', sure and redis.call('GET', 'inbox:epoch') or '' }
