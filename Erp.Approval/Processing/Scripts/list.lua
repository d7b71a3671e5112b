-- ARGV: approver, only after this request, at most
local items = {}
for _, request in ipairs(redis.call('ZRANGEBYSCORE', 'inbox:of:' .. ARGV[1], '(' .. ARGV[2], '+inf', 'LIMIT', 0, ARGV[3])) do
  items[#items + 1] = redis.call('HGET', 'inbox:entry:' .. ARGV[1] .. ':' .. request, 'item')
end
return items
