-- The epoch of a store that is filled, when it was in this run of Redis. Key: the epoch. ARGV: one to begin, or nothing
local running = run() .. ':'
if ARGV[1] ~= '' then redis.call('SET', KEYS[1], running .. ARGV[1]) end
local epoch = redis.call('GET', KEYS[1])
return epoch and string.sub(epoch, 1, #running) == running and epoch or ''
