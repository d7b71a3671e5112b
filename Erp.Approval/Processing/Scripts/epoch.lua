-- Which life of the inbox this is, and whether to tell it. ARGV: epoch if there is none, seconds between announcements, announce in any case (1/0)
local epoch = redis.call('GET', 'inbox:epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('SET', 'inbox:epoch', epoch)
  redis.call('DEL', 'inbox:announced')
end
local due = redis.call('SET', 'inbox:announced', 1, 'EX', ARGV[2], 'NX')
return { epoch, (due or ARGV[3] == '1') and 1 or 0 }
