-- Since when marks of sent mail are complete: since this run of Redis was seen first. Keys: since, … ARGV: now, …
local running = run() .. ':'
local since = redis.call('GET', KEYS[1])
if not since or string.sub(since, 1, #running) ~= running then
    since = running .. ARGV[1]
    redis.call('SET', KEYS[1], since)
end
