-- Marks an employee's notifications as read, up to an id. Keys: items, read. ARGV: that id, how long it is kept
for _, item in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])) do
    local id = string.match(item, '^{"id":(%d+),')
    redis.call('ZADD', KEYS[2], id, id)
end
redis.call('EXPIRE', KEYS[2], ARGV[2])
