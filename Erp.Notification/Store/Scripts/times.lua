-- An employee's notifications by the time of what they tell, each under the id of its message, so that none has to be
-- read but those that are asked for. It follows from the items: made anew when a part of it or of them was lost.
-- Keys: items, counter, state, times, read, known. ARGV from the tenth: message, approval, time
local items, times, read, known = KEYS[1], KEYS[4], KEYS[5], KEYS[6]
local ttl, message = ARGV[6], ARGV[10]

-- A time as a number: its digits without the millennium, which are few enough for one.
local function order(time) return (string.gsub(string.sub(time, 2), '%D', '')) end

-- Quotes within a message are escaped: no text looks like the beginning or the end of a notification.
local function message_of(item)
    return cjson.decode('[' .. string.match(item, '^{"id":%d+,"messageId":("[^"]*")') .. ']')[1]
end

local function known_of(other) return string.sub(known, 1, #known - #message) .. other end

local function is_here(id) return id and redis.call('ZCOUNT', items, id, id) == 1 end

local function make_times()
    redis.call('DEL', times)
    local all = redis.call('ZRANGE', items, 0, -1, 'WITHSCORES')
    for n = 1, #all, 2 do
        local item, id = all[n], all[n + 1]
        local other, time = message_of(item), string.match(item, '"timestamp":"([^"]+)"}\n')
        if redis.call('ZADD', times, 'NX', order(time), other) == 1 then
            redis.call('SET', known_of(other), id, 'EX', ttl)
        else
            redis.call('ZREM', items, item)
        end
    end
    redis.call('EXPIRE', times, ttl)
end

-- The oldest; of several of the same time the one that came first.
local function oldest_one()
    local one, time, _, next_time = unpack(redis.call('ZRANGE', times, 0, 1, 'WITHSCORES'))
    if time ~= next_time then return one end
    local same = redis.call('ZRANGEBYSCORE', times, time, time)
    local ids = {}
    for _, other in ipairs(same) do ids[other] = tonumber(redis.call('GET', known_of(other)) or 0) end
    table.sort(same, function(a, b) return ids[a] < ids[b] end)
    return same[1]
end

-- Whether it has as many as they have, not the one that is new, and its oldest is here: who does not keep it, a replica
-- of an older version, forgets that one first.
local function has_all(have)
    if have ~= redis.call('ZCARD', times) or redis.call('ZSCORE', times, message) then return false end
    return have == 0 or is_here(redis.call('GET', known_of(oldest_one())))
end

-- What is of the same approval and happened later, in the order in which it stands; nil when something is not found.
local function later_ones(approval, time)
    local found = {}
    if approval == '' then return found end
    for _, other in ipairs(redis.call('ZRANGEBYSCORE', times, '(' .. order(time), '+inf')) do
        local id = redis.call('GET', known_of(other))
        local item = id and redis.call('ZRANGEBYSCORE', items, id, id)[1]
        if not item then return nil end
        if string.find(item, '"approvalId":' .. approval .. ',', 1, true) then
            found[#found + 1] = {id = id, item = item, message = other}
        end
    end
    table.sort(found, function(a, b) return tonumber(a.id) < tonumber(b.id) end)
    return found
end

-- Whether one that was here under this id would be dropped at once: as many are kept, and it is older than each.
local function is_too_much(id, time, keep)
    if redis.call('ZCARD', items) < keep then return false end
    local oldest, now = oldest_one(), tonumber(order(time))
    local before = tonumber(redis.call('ZSCORE', times, oldest))
    return now < before or now == before and tonumber(id) < tonumber(redis.call('GET', known_of(oldest)) or 0)
end

-- Who has read one has read it under its new id as well.
local function move_read(id, new)
    if redis.call('ZREM', read, id) == 1 then redis.call('ZADD', read, new, new) end
end

-- What is told anew was told before under a message's id of 32 digits, until those followed from the record: such a
-- notification of the same event becomes this one, where it stands. Its id; nil when there is none.
local function take_over(body, trace, time)
    local function event(text) return string.match(text, '"type":(.-),"message":') end
    for _, other in ipairs(redis.call('ZRANGEBYSCORE', times, order(time), order(time))) do
        local id = #other == 32 and string.match(other, '^%x+$') and redis.call('GET', known_of(other))
        local item = id and redis.call('ZRANGEBYSCORE', items, id, id)[1]
        if item and event(item) == event(body) then
            redis.call('ZREM', items, item)
            redis.call('ZADD', items, id, '{"id":' .. id .. ',' .. body .. '\n' .. trace)
            redis.call('ZREM', times, other)
            redis.call('ZADD', times, order(time), message)
            redis.call('SET', known, id, 'EX', ttl)
            return id
        end
    end
end

-- Forgets these. False when one of them is not found; then all are there to be found the next time.
local function drop(others)
    for _, other in ipairs(others) do
        local id = redis.call('GET', known_of(other))
        if not id or redis.call('ZREMRANGEBYSCORE', items, id, id) == 0 then
            make_times()
            return false
        end
        redis.call('ZREM', times, other)
        redis.call('ZREM', read, id)
    end
    return true
end
