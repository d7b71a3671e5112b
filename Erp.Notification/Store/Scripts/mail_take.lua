-- Marks a notification, unless it was or may have been. Keys: since, mark. ARGV: now, when it happened, kept for
if tonumber(ARGV[2]) < tonumber(string.sub(since, #running + 1)) then return 0 end
return redis.call('SET', KEYS[2], '1', 'NX', 'EX', ARGV[3]) and 1 or 0
