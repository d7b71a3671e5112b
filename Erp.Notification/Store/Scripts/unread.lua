-- How many of an employee's notifications are kept and not read. Keys: items, read. ARGV: the oldest time that is kept
local seen, unread = {}, 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do seen[id] = true end
for _, item in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    -- Quotes within a message are escaped: no text looks like the end of a notification.
    local id, time = string.match(item, '^{"id":(%d+),'), string.match(item, '"timestamp":"([^"]+)"}\n')
    if not seen[id] and time >= ARGV[1] then unread = unread + 1 end
end
return unread
