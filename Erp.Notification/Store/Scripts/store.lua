-- Storing a notification is one atomic step: recognise it, number it, keep it, forget what is too much, tell every
-- replica.
--
-- Ids rise by one for each notification of an employee and begin at the time of day in milliseconds. So they go on
-- rising when Redis lost the counter, or came back with an older one, and a socket that resumes after an older id
-- misses nothing. What is too much is the oldest by its time, whenever it came.
local items, counter, read, known, state = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local body, trace, now, oldest = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local keep, ttl, channel, employee, begin = tonumber(ARGV[5]), ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local message, approval, time = ARGV[10], ARGV[11], ARGV[12]

local first = redis.call('GET', known)
if first and redis.call('ZCOUNT', items, first, first) == 1 then return {first, 0} end

local function at(item) return cjson.decode(string.match(item, '^[^\n]*')).timestamp end

-- What is here under this message's id although that was lost, and what came later of the same approval.
local later = {}
for _, item in ipairs(redis.call('ZRANGE', items, 0, -1)) do
    if string.find(item, '"messageId":"' .. message .. '",', 1, true) then
        first = string.match(item, '^{"id":(%d+),')
        redis.call('SET', known, first, 'EX', ttl)
        return {first, 0}
    end
    if string.find(item, '"approvalId":' .. approval .. ',', 1, true) and at(item) > time then
        later[#later + 1] = item
    end
end

-- Nobody has heard of this employee, or what is here may be older than it was: what came before must be here first.
local running = run()
local at_run, count = unpack(redis.call('HMGET', state, 'run', 'count'))
if redis.call('EXISTS', counter) == 0 or at_run ~= running then
    if begin ~= '1' then return {} end
    local last = tonumber(redis.call('GET', counter) or 0)
    redis.call('SET', counter, string.format('%.0f', math.max(tonumber(now), last)))
end
local lost = count and tonumber(count) ~= redis.call('ZCARD', items)
-- What is known and not here was too much, which it is again, or is lost: it comes back where it was.
local id = first or string.format('%.0f', redis.call('INCR', counter))
redis.call('ZADD', items, id, '{"id":' .. id .. ',' .. body .. '\n' .. trace)
redis.call('SET', known, id, 'EX', ttl)

-- An approval's events stand in the order in which they happened, whenever they come: the later ones are numbered anew.
for _, item in ipairs(later) do
    local before, rest = string.match(item, '^{"id":(%d+),(.*)$')
    local new = string.format('%.0f', redis.call('INCR', counter))
    local key = string.sub(known, 1, #known - #message) .. cjson.decode(string.match(item, '^[^\n]*')).messageId
    redis.call('ZREM', items, item)
    redis.call('ZADD', items, new, '{"id":' .. new .. ',' .. rest)
    redis.call('SET', key, new, 'EX', ttl)
    if redis.call('ZREM', read, before) == 1 then redis.call('ZADD', read, new, new) end
end
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

redis.call('HSET', state, 'run', running, 'count', redis.call('ZCARD', items))
redis.call('EXPIRE', state, ttl)
redis.call('EXPIRE', items, ttl)
redis.call('EXPIRE', counter, ttl)
redis.call('EXPIRE', read, ttl)
redis.call('PUBLISH', channel, employee)
return {id, first and 0 or 1, lost and 1 or 0}
