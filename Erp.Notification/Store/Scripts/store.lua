-- Storing a notification is one atomic step: recognise it, number it, keep it, forget what is too much, tell every
-- replica.
--
-- Ids rise by one for each notification of an employee and begin at the time of day in milliseconds. So they go on
-- rising when Redis lost the counter, and a socket that resumes after an older id misses nothing. What is too much is
-- the oldest by its time, whenever it came.
local items, counter, read, known = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local body, trace, now, oldest = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local keep, ttl, channel, employee, begin = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8], ARGV[9]

local first = redis.call('GET', known)
if first and redis.call('ZCOUNT', items, first, first) == 1 then return {first, 0} end

-- Nobody has heard of this employee, or their counter is lost: then what came before must be here first.
if redis.call('EXISTS', counter) == 0 then
    if begin ~= '1' then return {} end
    redis.call('SET', counter, now)
end
-- What is known and not here was too much, which it is again, or is lost: it comes back where it was.
local id = first or string.format('%.0f', redis.call('INCR', counter))
redis.call('ZADD', items, id, '{"id":' .. id .. ',' .. body .. '\n' .. trace)
redis.call('SET', known, id, 'EX', ttl)

local function at(item) return cjson.decode(string.match(item, '^[^\n]*')).timestamp end
while redis.call('ZCARD', items) > keep do
    local all = redis.call('ZRANGE', items, 0, -1)
    local last = all[1]
    for _, item in ipairs(all) do if at(item) < at(last) then last = item end end
    redis.call('ZREM', items, last)
end
local lowest = redis.call('ZRANGE', items, 0, 0)[1]
while lowest and at(lowest) < oldest do
    redis.call('ZREMRANGEBYRANK', items, 0, 0)
    lowest = redis.call('ZRANGE', items, 0, 0)[1]
end
redis.call('ZREMRANGEBYSCORE', read, '-inf', '(' .. (redis.call('ZRANGE', items, 0, 0, 'WITHSCORES')[2] or id))

redis.call('EXPIRE', items, ttl)
redis.call('EXPIRE', counter, ttl)
redis.call('EXPIRE', read, ttl)
redis.call('PUBLISH', channel, employee)
return {id, first and 0 or 1}
