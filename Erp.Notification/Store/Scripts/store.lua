-- Storing a notification is one atomic step: recognise it, number it, keep it, forget what is too much, tell every
-- replica.
--
-- Ids rise by one for each notification of an employee and begin at the time of day in milliseconds. So they go on
-- rising when Redis lost the counter, and a socket that resumes after an older id misses nothing. What is too much is
-- the oldest by its time: while a lost store is filled again, what comes new has the lower ids.
local items, counter, read, known = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local body, trace, now, oldest = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local keep, ttl, channel, employee = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8]

local first = redis.call('GET', known)
if first then return {first, 0} end

if redis.call('EXISTS', counter) == 0 then redis.call('SET', counter, now) end
local id = string.format('%.0f', redis.call('INCR', counter))
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
return {id, 1}
