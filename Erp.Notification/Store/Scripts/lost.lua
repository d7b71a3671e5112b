-- Whether an employee had more notifications than are here: all that is kept of them expires at the same time, so that
-- where anything is left, their state was there as well. Keys: items, counter, state, times
local function has_lost(count, have)
    if count then return tonumber(count) ~= have end
    return redis.call('EXISTS', KEYS[1], KEYS[2], KEYS[4]) > 0
end
