-- Storing a notification is one atomic step: recognise it, number it, keep it, forget what is too much, tell every
-- replica.
--
-- Ids rise by one for each notification of an employee and begin at the time of day in milliseconds. So they go on
-- rising when Redis lost the counter, or came back with an older one, and a socket that resumes after an older id
-- misses nothing. What is too much is the oldest by its time, whenever it came.
local counter, state = KEYS[2], KEYS[3]
local body, trace, now, oldest = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local keep, channel, employee, begin = tonumber(ARGV[5]), ARGV[7], ARGV[8], ARGV[9]
-- What belongs together: an approval's number; "null" for those without one that may come late; nothing when it is new.
local approval, time = ARGV[11], ARGV[12]

local first = redis.call('GET', known)
if is_here(first) then return {first, 0} end
local have = redis.call('ZCARD', items)
local running = run()
local at_run, count = unpack(redis.call('HMGET', state, 'run', 'count'))
local lost = has_lost(count, have)

-- Nobody has heard of this employee, or what is here may be older than it was: what came before must be here first.
if redis.call('EXISTS', counter) == 0 or at_run ~= running then
    if begin ~= '1' then return {} end
    local last = tonumber(redis.call('GET', counter) or 0)
    redis.call('SET', counter, string.format('%.0f', math.max(tonumber(now), last)))
end
local later = has_all(have) and later_ones(approval, time)
if not later then
    make_times()
    first = redis.call('GET', known)
    if is_here(first) then return {first, 0} end
    later = later_ones(approval, time)
end

local older = tonumber(approval) and take_over(body, trace, time)
if older then return {older, 0} end

-- What is known and not here was too much, which it is again, or is lost. That comes back under a new id: a socket that
-- has a later one may never have had it.
if first and not lost and is_too_much(first, time, keep) then return {first, 0} end
local id = string.format('%.0f', redis.call('INCR', counter))
if first then move_read(first, id) end
redis.call('ZADD', items, id, '{"id":' .. id .. ',' .. body .. '\n' .. trace)
redis.call('ZADD', times, order(time), message)
redis.call('SET', known, id, 'EX', ttl)

-- What is of one sequence stands in the order in which it happened, whenever it comes: the later ones are numbered
-- anew.
for _, other in ipairs(later) do
    local new = string.format('%.0f', redis.call('INCR', counter))
    redis.call('ZREM', items, other.item)
    redis.call('ZADD', items, new, '{"id":' .. new .. string.match(other.item, ',.*$'))
    redis.call('SET', known_of(other.message), new, 'EX', ttl)
    move_read(other.id, new)
end
repeat until drop(redis.call('ZRANGEBYSCORE', times, '-inf', '(' .. order(oldest)))
while redis.call('ZCARD', items) > keep do drop({oldest_one()}) end

redis.call('HSET', state, 'run', running, 'count', redis.call('ZCARD', items))
redis.call('EXPIRE', state, ttl)
redis.call('EXPIRE', items, ttl)
redis.call('EXPIRE', times, ttl)
redis.call('EXPIRE', counter, ttl)
redis.call('EXPIRE', read, ttl)
redis.call('PUBLISH', channel, employee)
return {id, first and 0 or 1, lost and 1 or 0}
