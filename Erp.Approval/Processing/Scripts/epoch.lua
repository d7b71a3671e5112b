-- Which life of the inbox this is, and whether to tell it. A new one begins when the data is lost, and when Redis was
-- restarted or failed over: then it may be older than what was answered. ARGV: epoch if there is none, seconds between
-- announcements, announce in any case (1/0)
local epoch, running = redis.call('GET', 'inbox:epoch'), run()
if not epoch or redis.call('GET', 'inbox:run') ~= running then
  epoch = ARGV[1]
  redis.call('SET', 'inbox:epoch', epoch)
  redis.call('SET', 'inbox:run', running)
  redis.call('DEL', 'inbox:announced')
end
local due = redis.call('SET', 'inbox:announced', 1, 'EX', ARGV[2], 'NX')
return { epoch, (due or ARGV[3] == '1') and 1 or 0 }
